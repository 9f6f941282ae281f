package dev.coalmine.release;

/** What an alarm says of itself. */
public enum AlarmState {
  /** CloudWatch measured and found nothing wrong. */
  OK,
  /** CloudWatch measured and found it bad. */
  ALARM,
  /** CloudWatch has not measured enough, or could not evaluate. */
  INSUFFICIENT_DATA,
  /** There is no alarm of this name. */
  MISSING
}
