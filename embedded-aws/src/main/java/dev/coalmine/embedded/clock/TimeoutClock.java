package dev.coalmine.embedded.clock;

/** What a task's time-outs are counted in. */
public enum TimeoutClock {
  /** The interpreter's clock: for what waits as the workflow waits. */
  CLOCK,
  /** Wall time: for what really runs. */
  WALL
}
