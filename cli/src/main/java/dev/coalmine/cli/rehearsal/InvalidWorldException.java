package dev.coalmine.cli.rehearsal;

import dev.coalmine.text.FaultText;
import java.util.List;

/** An account for a rehearsal that cannot be made, with all faults. */
public final class InvalidWorldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidWorldException(String source, List<String> faults) {
    super(source + ": " + FaultText.of(faults));
  }
}
