package dev.coalmine.embedded.cloudwatch.alarm;

/** The state of an alarm, as the API spells it. */
public enum AlarmStateValue {
  /** The metric is within its threshold. */
  OK,
  /** The metric is outside its threshold. */
  ALARM,
  /** The alarm has just begun, or there is no data to tell by. */
  INSUFFICIENT_DATA
}
