package dev.coalmine.embedded.cloudwatch.alarm;

/** The value of an alarm's state, in the API's spelling. */
public enum AlarmStateValue {
  /** The metric is within its threshold. */
  OK,
  /** The metric is outside its threshold. */
  ALARM,
  /** The alarm is new, or there is not enough data. */
  INSUFFICIENT_DATA
}
