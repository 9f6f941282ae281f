package dev.coalmine.embedded.clock;

/** The clock that counts a task's timeouts. */
public enum TimeoutClock {
  /** The interpreter's clock, for tasks that wait in the workflow's time. */
  CLOCK,
  /** Wall time, for code that really runs. */
  WALL
}
