package dev.coalmine.judge;

/**
 * How many durations were above each of five thresholds: the baseline's percentiles from before the
 * release.
 *
 * @param p30 durations above the baseline's 30th percentile; likewise the others
 */
public record ThresholdCounts(double p30, double p50, double p75, double p90, double p99) {
  /** No duration was above any threshold. */
  public static final ThresholdCounts NONE = new ThresholdCounts(0, 0, 0, 0, 0);

  /** Whether each of the five was measured: not a number is a count that is not known. */
  boolean isMeasured() {
    return !Double.isNaN(p30 + p50 + p75 + p90 + p99);
  }

  /** The same as counts that can be: whole or part, none above the one before it. */
  ThresholdCounts within(double durations) {
    double c30 = CountBounds.of(p30, durations);
    double c50 = CountBounds.of(p50, c30);
    double c75 = CountBounds.of(p75, c50);
    double c90 = CountBounds.of(p90, c75);
    return new ThresholdCounts(c30, c50, c75, c90, CountBounds.of(p99, c90));
  }

  ThresholdCounts plus(ThresholdCounts other) {
    return new ThresholdCounts(
        p30 + other.p30, p50 + other.p50, p75 + other.p75, p90 + other.p90, p99 + other.p99);
  }
}
