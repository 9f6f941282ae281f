package dev.coalmine.document;

import dev.coalmine.report.ReleaseHistory;
import java.time.Instant;

/** Receives what a {@link HistoryReader} finds in the history of a release, in its order. */
@FunctionalInterface
public interface HistoryListener {
  /**
   * The execution started.
   *
   * @param request its input, JSON
   */
  default void started(Instant at, String request) {}

  /**
   * A handler answered and its state was left.
   *
   * @param state the state's name
   */
  void answered(Instant at, String state, StateAnswer answer);

  /**
   * A task failed. The end of a wait is not a failure, nor is an error that a handler throws on
   * purpose.
   *
   * @param tokenTask whether the task was to wait for its token
   */
  default void taskFailed(ReleaseHistory.TaskFailure failure, boolean tokenTask) {}

  /**
   * The release waits for a time or for a token.
   *
   * @param nextLook when the wait ends by itself
   */
  default void waiting(Instant nextLook) {}

  /** A task's state was left without a handler's answer: a wait is over, or a Catch led out. */
  default void continued() {}

  /** The execution ended. */
  default void ended(ReleaseHistory.ExecutionEnd end) {}
}
