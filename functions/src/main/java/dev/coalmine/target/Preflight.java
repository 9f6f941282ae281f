package dev.coalmine.target;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of the checks before a release writes anything.
 *
 * @param faults why the release is refused
 * @param waits what the release has to wait for
 */
public record Preflight(List<String> faults, List<String> waits) {
  /** No faults and no waits. */
  public static final Preflight NONE = new Preflight(List.of(), List.of());

  public Preflight {
    faults = List.copyOf(faults);
    waits = List.copyOf(waits);
  }

  /** The faults and waits of both. */
  public Preflight plus(Preflight others) {
    return new Preflight(
        Stream.concat(faults.stream(), others.faults.stream()).toList(),
        Stream.concat(waits.stream(), others.waits.stream()).toList());
  }
}
