package dev.coalmine.cli.replay;

import dev.coalmine.text.FaultText;
import java.util.List;

/** A recording is invalid. The message lists all faults. */
public final class InvalidRecordingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  InvalidRecordingException(String source, List<String> faults) {
    super("recording " + source + ": " + FaultText.of(faults));
    this.faults = List.copyOf(faults);
  }

  /** The faults, each with its path or Id. */
  public List<String> faults() {
    return faults;
  }
}
