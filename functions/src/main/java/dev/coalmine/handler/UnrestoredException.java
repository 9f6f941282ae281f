package dev.coalmine.handler;

import java.util.List;

/** Something that stopped executions left could not be taken back; the log has a line for each. */
public final class UnrestoredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnrestoredException(List<String> what) {
    super(String.join("; ", what));
  }
}
