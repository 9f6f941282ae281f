package dev.coalmine.release;

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

  /** So often the gate looks while a person is waited for, at most; alarms wake it besides. */
  static final int LOOKS = 100;

  static final Duration DEFAULT = Duration.ofDays(1);

  public Approval {
    weights = List.copyOf(weights);
  }

  /** Whether a weight needs an approval beyond what is allowed. */
  boolean isNeeded(Weight next, Weight allowed) {
    return weights.stream().anyMatch(one -> one <= next.percent() && one > allowed.percent());
  }

  /** Time between two looks while it is waited. */
  Duration poll(Duration usual) {
    Duration sparse = timeout.dividedBy(LOOKS);
    return sparse.compareTo(usual) > 0 ? sparse : usual;
  }
}
