package dev.coalmine.target;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of the checks before a release writes anything.
 *
 * @param faults why the release is refused
 * @param waits what the release has to wait for
 * @param served the targets that serve already what the release would bring
 */
public record Preflight(List<String> faults, List<String> waits, List<Target> served) {
  /** No faults and no waits. */
  public static final Preflight NONE = new Preflight(List.of(), List.of());

  public Preflight {
    faults = List.copyOf(faults);
    waits = List.copyOf(waits);
    served = List.copyOf(served);
  }

  /** The checks of what a release would move. */
  public Preflight(List<String> faults, List<String> waits) {
    this(faults, waits, List.of());
  }

  /** A target that need not be moved. */
  static Preflight served(Target target) {
    return new Preflight(List.of(), List.of(), List.of(target));
  }

  /** The faults, waits and served targets of both. */
  public Preflight plus(Preflight others) {
    return new Preflight(
        Stream.concat(faults.stream(), others.faults.stream()).toList(),
        Stream.concat(waits.stream(), others.waits.stream()).toList(),
        Stream.concat(served.stream(), others.served.stream()).toList());
  }

  /** Which targets serve already what was asked for. */
  public static String servedText(List<Target> served) {
    return servedText(served, List.of());
  }

  /**
   * The same, where some do not exist yet.
   *
   * @param missing those of the targets that someone creates later
   */
  public static String servedText(List<Target> targets, List<Target> missing) {
    return targets.stream()
        .map(
            target ->
                missing.contains(target)
                    ? target + " does not exist yet, so there is nothing to release"
                    : target + " already serves " + target.wantedText())
        .collect(Collectors.joining("; "));
  }
}
