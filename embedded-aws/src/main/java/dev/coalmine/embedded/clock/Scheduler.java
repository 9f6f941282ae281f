package dev.coalmine.embedded.clock;

import java.time.Instant;

/** Runs tasks later, on the clock of the embedded AWS. */
@FunctionalInterface
public interface Scheduler {
  /**
   * Runs a task when the clock reaches the moment. If the moment has passed, the task runs at once,
   * but never inside this call. Tasks of the same moment run in the order in which they were given.
   */
  void runAt(Instant moment, Runnable task);
}
