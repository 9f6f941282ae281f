package dev.coalmine.embedded.clock;

import java.time.Instant;

/** How a service has something done later, on the clock of its world. */
@FunctionalInterface
public interface Scheduler {
  /**
   * Does it once the clock has reached the moment; at once, but never inside this call, if it has
   * passed already. Tasks of one moment are done in the order in which they were given.
   */
  void runAt(Instant moment, Runnable task);
}
