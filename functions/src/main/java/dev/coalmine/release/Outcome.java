package dev.coalmine.release;

import java.util.Arrays;
import java.util.Optional;

/** The outcome of a release, with its error in Step Functions and its exit status. */
public enum Outcome {
  /** The canary serves all traffic. */
  PROMOTED("", 0),
  /** Every target is exactly as before the release. */
  ROLLED_BACK("RolledBack", 1),
  /** Nothing was changed. */
  REFUSED("Refused", 2),
  /** A person must check the targets. */
  STUCK("Stuck", 3);

  private final String error;
  private final int exitCode;

  Outcome(String error, int exitCode) {
    this.error = error;
    this.exitCode = exitCode;
  }

  /** The exit status of a command that waited for the release. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether the workflow itself ends executions with this error. */
  public static boolean isOwn(String error) {
    return !error.isEmpty() && Arrays.stream(values()).anyMatch(one -> one.error.equals(error));
  }

  /** The outcome of an execution that failed with this error; STUCK for unknown errors. */
  public static Outcome ofError(String error) {
    return isOwn(error)
        ? Arrays.stream(values()).filter(one -> one.error.equals(error)).findFirst().orElseThrow()
        : STUCK;
  }

  /**
   * The outcome of an execution; empty if it was stopped or timed out, which RestoreStopped
   * handles.
   *
   * @param status its status: SUCCEEDED, FAILED, TIMED_OUT or ABORTED
   * @param error the error of a failed execution
   */
  public static Optional<Outcome> of(String status, String error) {
    return switch (status) {
      case "SUCCEEDED" -> Optional.of(PROMOTED);
      case "FAILED" -> Optional.of(ofError(error));
      default -> Optional.empty();
    };
  }
}
