package dev.coalmine.local.asl;

import java.time.Duration;

/**
 * Where an interpreter runs its calls to resources, and how it measures the time-outs of those that
 * count wall time.
 */
public interface WallTime {
  /** Runs a call to a resource, in this thread or in another. */
  void run(Runnable call);

  /** Runs the task once so much wall time has passed, unless it is cancelled before. */
  Timer after(Duration wait, Runnable task);

  /** Something that is to happen later. */
  @FunctionalInterface
  interface Timer {
    /** Makes it not happen, if it has not yet. */
    void cancel();
  }

  /**
   * No wall time: calls run in the calling thread and never time out. For a virtual clock, where
   * nothing may depend on how quick the machine is.
   */
  static WallTime never() {
    return new WallTime() {
      @Override
      public void run(Runnable call) {
        call.run();
      }

      @Override
      public Timer after(Duration wait, Runnable task) {
        return () -> {};
      }
    };
  }
}
