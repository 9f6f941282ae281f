package dev.coalmine.release;

import java.util.List;

/**
 * How many durations were longer than each of five thresholds: the baseline's percentiles before
 * the release ({@link AnalysisMemory#thresholds}). In JSON a list of the five counts in this order.
 *
 * @param p30 durations above the baseline's 30th percentile
 * @param p50 durations above its median
 * @param p75 durations above its 75th percentile
 * @param p90 durations above its 90th percentile
 * @param p99 durations above its 99th percentile
 */
public record ThresholdCounts(double p30, double p50, double p75, double p90, double p99) {
  /** No duration above any threshold; also the counts where the thresholds are not known. */
  public static final ThresholdCounts NONE = new ThresholdCounts(0, 0, 0, 0, 0);

  private static final int THRESHOLDS = 5;

  /**
   * The counts of a list.
   *
   * @param five counts over p30, p50, p75, p90 and p99, in that order
   * @throws IllegalArgumentException if the list does not have five elements
   */
  public static ThresholdCounts of(List<Double> five) {
    if (five.size() != THRESHOLDS) {
      throw new IllegalArgumentException(
          "counts above thresholds must be " + THRESHOLDS + ", not " + five.size());
    }
    return new ThresholdCounts(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4));
  }

  /**
   * The lowest possible counts when only the one above p90 is known: those durations are above the
   * lower thresholds too, and none of them is known to be above p99.
   */
  public static ThresholdCounts ofP90(double p90) {
    return new ThresholdCounts(p90, p90, p90, p90, 0);
  }

  /** The five counts, from p30 to p99. */
  public List<Double> toList() {
    return List.of(p30, p50, p75, p90, p99);
  }

  ThresholdCounts plus(ThresholdCounts other) {
    return new ThresholdCounts(
        p30 + other.p30, p50 + other.p50, p75 + other.p75, p90 + other.p90, p99 + other.p99);
  }

  /** The difference, each count at least 0. */
  ThresholdCounts minus(ThresholdCounts other) {
    return new ThresholdCounts(
        Math.max(0, p30 - other.p30),
        Math.max(0, p50 - other.p50),
        Math.max(0, p75 - other.p75),
        Math.max(0, p90 - other.p90),
        Math.max(0, p99 - other.p99));
  }
}
