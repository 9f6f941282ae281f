package dev.coalmine.embedded.asl;

/** How a Resource answers a call. Only the first answer counts, and none after a time-out. */
public interface TaskCompletion {
  /**
   * It worked.
   *
   * @param result a JSON tree; it is copied
   * @throws IllegalArgumentException if it holds anything that JSON does not know
   */
  void succeed(Object result);

  /**
   * It did not work.
   *
   * @param error the name that Retry and Catch match; {@code States.Timeout} is a time-out
   * @param cause empty for none
   */
  void fail(String error, String cause);
}
