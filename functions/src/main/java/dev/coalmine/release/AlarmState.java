package dev.coalmine.release;

/** The states of an alarm. */
public enum AlarmState {
  /** Measured, and within its threshold. */
  OK,
  /** Measured, and beyond its threshold. */
  ALARM,
  /** CloudWatch has too little data or could not evaluate it. */
  INSUFFICIENT_DATA,
  /** No alarm has this name. */
  MISSING,
  /** Not read, because AWS throttles the calls. */
  UNREAD
}
