package dev.coalmine.release;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found wrong with a release before it moves anything.
 *
 * @param faults why it can't be
 * @param waits what it has to wait for
 */
public record Findings(List<String> faults, List<String> waits) {
  /** Nothing. */
  public static final Findings NONE = new Findings(List.of(), List.of());

  public Findings {
    faults = List.copyOf(faults);
    waits = List.copyOf(waits);
  }

  /** These and those. */
  public Findings and(Findings others) {
    return new Findings(
        Stream.concat(faults.stream(), others.faults.stream()).toList(),
        Stream.concat(waits.stream(), others.waits.stream()).toList());
  }
}
