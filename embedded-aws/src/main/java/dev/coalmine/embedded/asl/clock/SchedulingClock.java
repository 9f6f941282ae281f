package dev.coalmine.embedded.asl.clock;

import java.time.Instant;
import java.time.InstantSource;

/** What time it is for an execution, and how it is woken later. */
public interface SchedulingClock extends InstantSource {
  /**
   * Runs the task once the clock has reached the moment; at once, but never inside this call, if it
   * has passed already. Tasks of the same moment run in the order in which they were given.
   */
  void runAt(Instant moment, Runnable task);
}
