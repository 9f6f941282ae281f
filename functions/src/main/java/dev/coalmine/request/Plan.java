package dev.coalmine.request;

import dev.coalmine.target.Weight;
import java.time.Duration;
import java.util.List;

/**
 * How a release goes from nothing to promotion.
 *
 * @param name a preset's name, or {@code steps} for steps of the request's own
 * @param steps none for all at once, and none where the evidence sets the pace
 */
public record Plan(String name, List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /** The default: evidence sets the pace. */
  public static final Plan PACED = new Plan("paced", List.of());

  /** The same, surer and slower. */
  public static final Plan THOROUGH = new Plan("thorough", List.of());

  /** Whether evidence, not a list of steps, sets the weights. */
  public boolean isPaced() {
    return name.equals(PACED.name()) || isThorough();
  }

  /** Whether a smaller regression matters. */
  public boolean isThorough() {
    return name.equals(THOROUGH.name());
  }

  /**
   * The next weight of a release that is paced by evidence, when a person does not want to wait for
   * it: as far up as the evidence could ever let it go at once.
   */
  public Weight skipWeight(Weight stands) {
    int most = 50;
    return stands.percent() >= most ? Weight.ALL : new Weight(Math.min(most, 4 * stands.percent()));
  }

  /** The time that all bakes take when none is held longer. */
  public Duration totalBakeTime() {
    return steps.stream().map(Step::bake).reduce(Duration.ZERO, Duration::plus);
  }
}
