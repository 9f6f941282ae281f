package dev.coalmine.cli.traffic;

import dev.coalmine.text.FaultText;
import java.util.List;

/** A traffic file that cannot be used, with all its faults. */
public final class InvalidTrafficException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  InvalidTrafficException(String source, List<String> faults) {
    super("traffic " + source + ": " + FaultText.of(faults));
    this.faults = List.copyOf(faults);
  }

  /** Each fault with the path of its field. */
  public List<String> faults() {
    return faults;
  }
}
