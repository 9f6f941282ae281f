package dev.coalmine.request;

import dev.coalmine.target.Weight;
import java.time.Duration;
import java.util.List;

/**
 * The weights that need an approval, and the time-out of a wait.
 *
 * @param weights in ascending order; the canary gets none of them, and no higher weight, before an
 *     approval
 * @param timeout after this time without an answer, or in a pause, the release rolls back
 */
public record Approval(List<Integer> weights, Duration timeout) {
  /** The most weights: each may wait for its whole time-out, with analyses meanwhile. */
  static final int MOST = 10;

  /**
   * The analyses during all waits together; alarms start more. Each one takes events of the
   * execution's history, which is limited.
   */
  static final int LOOKS = 600;

  /** The longest time-out. */
  static final Duration LONGEST = Duration.ofDays(30);

  static final Duration DEFAULT = Duration.ofDays(1);

  public Approval {
    weights = List.copyOf(weights);
  }

  /** Whether a weight needs an approval beyond the approved weight. */
  public boolean isNeededFor(Weight next, Weight allowed) {
    return weights.stream().anyMatch(one -> one <= next.percent() && one > allowed.percent());
  }

  /**
   * The time between two analyses of a wait, so that waits for each weight, a verdict and a pause
   * stay within {@link #LOOKS}.
   */
  public Duration poll(Duration usual) {
    Duration sparse = timeout.multipliedBy(weights.size() + 2L).dividedBy(LOOKS);
    return sparse.compareTo(usual) > 0 ? sparse : usual;
  }
}
