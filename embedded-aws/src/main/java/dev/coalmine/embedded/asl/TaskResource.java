package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.clock.TimeoutClock;

/** The resource of Tasks with one Resource ARN. */
@FunctionalInterface
public interface TaskResource {
  /**
   * Starts a call. It may be completed before this returns or at any later time, from any thread.
   * For a {@code .waitForTaskToken} Resource, success means that the call was accepted, and the
   * task then waits for its token.
   *
   * <p>An exception from here is an internal fault, which fails the execution with States.Runtime.
   */
  void start(TaskCall call, TaskCompletion answer);

  /** The clock for the TimeoutSeconds and HeartbeatSeconds of its tasks. */
  default TimeoutClock timeoutClock(TaskCall call) {
    return call.token().isEmpty() ? TimeoutClock.WALL : TimeoutClock.CLOCK;
  }
}
