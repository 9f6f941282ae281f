package dev.coalmine.restore;

import java.util.List;

/** Targets of stopped executions could not be restored; the log has a line for each execution. */
public final class RestoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RestoreFailedException(List<String> what) {
    super(String.join("; ", what));
  }
}
