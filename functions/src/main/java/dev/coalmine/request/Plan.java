package dev.coalmine.request;

import dev.coalmine.target.Weight;
import java.time.Duration;
import java.util.List;

/**
 * The plan of a release: its steps up to the promotion.
 *
 * @param name a preset's name, or {@code steps} for the request's own steps
 * @param steps empty for a promotion at once, and for a pace by evidence
 */
public record Plan(String name, List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /** The default: the evidence sets the pace. */
  public static final Plan PACED = new Plan("paced", List.of());

  /** The evidence sets the pace, with more certainty and less speed. */
  public static final Plan THOROUGH = new Plan("thorough", List.of());

  /** Whether evidence instead of steps sets the weights. */
  public boolean isPaced() {
    return name.equals(PACED.name()) || isThorough();
  }

  /** Whether the release must find smaller regressions. */
  public boolean isThorough() {
    return name.equals(THOROUGH.name());
  }

  /**
   * The next weight when a person skips the wait of a release that is paced by evidence: the
   * highest weight that evidence could allow in one step.
   */
  public Weight skipWeight(Weight stands) {
    int most = 50;
    return stands.percent() >= most ? Weight.ALL : new Weight(Math.min(most, 4 * stands.percent()));
  }

  /** The bake times of all steps together. */
  public Duration totalBakeTime() {
    return steps.stream().map(Step::bake).reduce(Duration.ZERO, Duration::plus);
  }
}
