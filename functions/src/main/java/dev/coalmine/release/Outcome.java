package dev.coalmine.release;

import java.util.Arrays;
import java.util.Optional;

/** How a release ended, and the error and the exit status that say so. */
public enum Outcome {
  /** The canary serves everything. */
  PROMOTED("", 0),
  /** Every target is back exactly where it was. */
  ROLLED_BACK("RolledBack", 1),
  /** Nothing was touched. */
  REFUSED("Refused", 2),
  /** A person is needed. */
  STUCK("Stuck", 3);

  private final String error;
  private final int exitCode;

  Outcome(String error, int exitCode) {
    this.error = error;
    this.exitCode = exitCode;
  }

  /** The exit status of a command that waited for it. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether the workflow ends so by itself when an execution fails with this error. */
  public static boolean isOwn(String error) {
    return !error.isEmpty() && Arrays.stream(values()).anyMatch(one -> one.error.equals(error));
  }

  /** The outcome of an execution that failed with this error; unknown errors need a person. */
  public static Outcome ofError(String error) {
    return isOwn(error)
        ? Arrays.stream(values()).filter(one -> one.error.equals(error)).findFirst().orElseThrow()
        : STUCK;
  }

  /**
   * The outcome of an execution; nothing where it was ended from outside, by a stop or a time-out:
   * RestoreStopped then sees to it.
   *
   * @param status the API's word: SUCCEEDED, FAILED, TIMED_OUT or ABORTED
   * @param error of one that failed
   */
  public static Optional<Outcome> of(String status, String error) {
    return switch (status) {
      case "SUCCEEDED" -> Optional.of(PROMOTED);
      case "FAILED" -> Optional.of(ofError(error));
      default -> Optional.empty();
    };
  }
}
