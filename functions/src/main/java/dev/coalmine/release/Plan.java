package dev.coalmine.release;

import java.time.Duration;
import java.util.List;

/**
 * How a release goes from nothing to promotion.
 *
 * @param name a preset's name, or {@code steps} for steps of the request's own
 * @param steps none for all at once
 */
public record Plan(String name, List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /** The time that all bakes take when none is held longer. */
  public Duration bakes() {
    return steps.stream().map(Step::bake).reduce(Duration.ZERO, Duration::plus);
  }
}
