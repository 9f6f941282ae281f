package dev.coalmine.local.asl;

import java.time.Instant;
import java.time.InstantSource;

/** What time it is for an execution, and how it is woken later. */
public interface Clock extends InstantSource {
  /**
   * Runs the task once the clock has reached the moment; at once, but never inside this call, if it
   * has passed already. Tasks of the same moment run in the order in which they were given.
   */
  void at(Instant moment, Runnable task);
}
