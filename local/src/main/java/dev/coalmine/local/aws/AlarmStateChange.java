package dev.coalmine.local.aws;

import java.time.Instant;

/**
 * An alarm's change from one state to another.
 *
 * @param alarmName its name
 * @param alarmArn its ARN
 * @param from the state before
 * @param to the state since
 * @param reason as StateReason says it
 * @param at when it changed
 */
public record AlarmStateChange(
    String alarmName,
    String alarmArn,
    AlarmStatus from,
    AlarmStatus to,
    String reason,
    Instant at) {}
