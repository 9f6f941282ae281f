package dev.coalmine.target;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found wrong with a release before it moves anything.
 *
 * @param faults why it can't be
 * @param waits what it has to wait for
 */
public record Preflight(List<String> faults, List<String> waits) {
  /** Nothing. */
  public static final Preflight NONE = new Preflight(List.of(), List.of());

  public Preflight {
    faults = List.copyOf(faults);
    waits = List.copyOf(waits);
  }

  /** These and those. */
  public Preflight plus(Preflight others) {
    return new Preflight(
        Stream.concat(faults.stream(), others.faults.stream()).toList(),
        Stream.concat(waits.stream(), others.waits.stream()).toList());
  }
}
