package dev.coalmine.embedded.cloudwatch.alarm;

import java.time.Instant;
import java.util.Map;

/**
 * An alarm's change from one state to another.
 *
 * @param alarmName its name
 * @param alarmArn its ARN
 * @param before its state before
 * @param after its state afterwards
 * @param configuration as PutMetricAlarm or PutCompositeAlarm set it
 */
public record AlarmStateChange(
    String alarmName,
    String alarmArn,
    AlarmState before,
    AlarmState after,
    Map<String, Object> configuration) {

  /** The value before the change. */
  public AlarmStateValue from() {
    return before.value();
  }

  /** The value after the change. */
  public AlarmStateValue to() {
    return after.value();
  }

  /** The StateReason of the change. */
  public String reason() {
    return after.reason();
  }

  /** When it changed. */
  public Instant at() {
    return after.updated();
  }
}
