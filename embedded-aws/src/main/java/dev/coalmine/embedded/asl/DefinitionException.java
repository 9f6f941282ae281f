package dev.coalmine.embedded.asl;

import java.util.ArrayList;
import java.util.List;

/** A definition that this interpreter does not run. The message has one fault on each line. */
public final class DefinitionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> faults;

  DefinitionException(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = new ArrayList<>(faults);
  }

  /** Every fault, with its state. */
  public List<String> faults() {
    return List.copyOf(faults);
  }
}
