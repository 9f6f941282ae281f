package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.clock.TimeoutClock;

/** What a Task calls, behind one Resource ARN. */
@FunctionalInterface
public interface TaskResource {
  /**
   * Takes a call. The answer may be given before this returns or at any time later, from any
   * thread. For a {@code .waitForTaskToken} Resource, success means that the call was taken, and
   * the task goes on to wait for its token.
   *
   * <p>Nothing may be thrown: an exception from here is an internal fault, which fails the
   * execution with States.Runtime.
   */
  void start(TaskCall call, TaskCompletion answer);

  /** What the TimeoutSeconds and HeartbeatSeconds of its tasks are counted in. */
  default TimeoutClock timeoutClock(TaskCall call) {
    return call.token().isEmpty() ? TimeoutClock.WALL : TimeoutClock.CLOCK;
  }
}
