package dev.coalmine.embedded.asl;

/** Completes a call of a Resource. Only the first completion counts, and none after a timeout. */
public interface TaskCompletion {
  /**
   * Completes the call with a result.
   *
   * @param result a JSON tree; it is copied
   * @throws IllegalArgumentException if it is not JSON
   */
  void succeed(Object result);

  /**
   * Completes the call with an error.
   *
   * @param error the name that Retry and Catch match; {@code States.Timeout} is a timeout
   * @param cause may be empty
   */
  void fail(String error, String cause);
}
