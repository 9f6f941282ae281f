package dev.coalmine.request;

import dev.coalmine.target.Weight;
import java.time.Duration;
import java.util.List;

/**
 * What a person must allow, and how long it is waited for.
 *
 * @param weights the canary gets no such weight, nor one above it, before it is allowed; rising
 * @param timeout after so long without an answer, or in a pause, everything goes back
 */
public record Approval(List<Integer> weights, Duration timeout) {
  /** The most weights that can be named: each may wait its whole time, with looks meanwhile. */
  static final int MOST = 10;

  /**
   * So often the gate looks while people are waited for, in all; alarms wake it besides. Each look
   * is in the execution's history, which is finite.
   */
  static final int LOOKS = 600;

  /** The longest time for an answer. */
  static final Duration LONGEST = Duration.ofDays(30);

  static final Duration DEFAULT = Duration.ofDays(1);

  public Approval {
    weights = List.copyOf(weights);
  }

  /** Whether a weight needs an approval beyond what is allowed. */
  public boolean isNeededFor(Weight next, Weight allowed) {
    return weights.stream().anyMatch(one -> one <= next.percent() && one > allowed.percent());
  }

  /** Time between two looks while it is waited: for each weight, a verdict and a pause. */
  public Duration poll(Duration usual) {
    Duration sparse = timeout.multipliedBy(weights.size() + 2L).dividedBy(LOOKS);
    return sparse.compareTo(usual) > 0 ? sparse : usual;
  }
}
