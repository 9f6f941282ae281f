package dev.coalmine.embedded.clock;

import java.time.Duration;

/** Runs an interpreter's calls to resources, and the timeouts that count wall time. */
public interface TaskExecutor {
  /** Runs a call to a resource, on this thread or on another. */
  void run(Runnable call);

  /** Runs the task after this much wall time, unless it is cancelled before. */
  TaskTimer runAfter(Duration wait, Runnable task);

  /** A scheduled task. */
  @FunctionalInterface
  interface TaskTimer {
    /** Cancels the task, unless it has run. */
    void cancel();
  }

  /**
   * An executor without wall time: calls run on the calling thread and never time out. It is for a
   * virtual clock, where results must not depend on the machine's speed.
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
