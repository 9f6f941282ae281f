package dev.coalmine.restore;

import java.util.List;

/** Something that stopped executions left could not be taken back; the log has a line for each. */
public final class RestoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RestoreFailedException(List<String> what) {
    super(String.join("; ", what));
  }
}
