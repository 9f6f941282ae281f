package dev.coalmine.embedded.clock;

import java.time.Duration;

/**
 * Where an interpreter runs its calls to resources, and how it measures the time-outs of those that
 * count wall time.
 */
public interface TaskExecutor {
  /** Runs a call to a resource, in this thread or in another. */
  void run(Runnable call);

  /** Runs the task once so much wall time has passed, unless it is cancelled before. */
  TaskTimer runAfter(Duration wait, Runnable task);

  /** Something that is to happen later. */
  @FunctionalInterface
  interface TaskTimer {
    /** Makes it not happen, if it has not yet. */
    void cancel();
  }

  /**
   * No wall time: calls run in the calling thread and never time out. For a virtual clock, where
   * nothing may depend on how quick the machine is.
   */
  static TaskExecutor withoutTimeouts() {
    return new TaskExecutor() {
      @Override
      public void run(Runnable call) {
        call.run();
      }

      @Override
      public TaskTimer runAfter(Duration wait, Runnable task) {
        return () -> {};
      }
    };
  }
}
