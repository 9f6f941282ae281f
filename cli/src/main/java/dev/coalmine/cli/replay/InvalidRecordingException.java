package dev.coalmine.cli.replay;

import java.util.List;

/** A recording that cannot be used, with all its faults. */
public final class InvalidRecordingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  InvalidRecordingException(String source, List<String> faults) {
    super("recording " + source + ":\n  " + String.join("\n  ", faults));
    this.faults = List.copyOf(faults);
  }

  /** Each fault with its path, or with the Id that it is about. */
  public List<String> faults() {
    return faults;
  }
}
