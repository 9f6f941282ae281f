package dev.coalmine.embedded.cloudwatch.alarm;

import java.time.Instant;
import java.util.Map;

/**
 * An alarm's change from one state to another.
 *
 * @param alarmName its name
 * @param alarmArn its ARN
 * @param before its state before
 * @param after its state since
 * @param configuration as it was put
 */
public record AlarmStateChange(
    String alarmName,
    String alarmArn,
    AlarmState before,
    AlarmState after,
    Map<String, Object> configuration) {

  /** The state before. */
  public AlarmStateValue from() {
    return before.value();
  }

  /** The state since. */
  public AlarmStateValue to() {
    return after.value();
  }

  /** Why, as StateReason says it. */
  public String reason() {
    return after.reason();
  }

  /** When it changed. */
  public Instant at() {
    return after.updated();
  }
}
