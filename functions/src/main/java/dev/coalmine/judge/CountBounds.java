package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;

/**
 * Bounds the numbers that enter the judge. Minutes of a release pass here once, in {@link
 * Observation}, {@link BaselineHistory} or {@link JudgeState#of}; the judge calculates with them
 * unchecked.
 */
final class CountBounds {
  /** Above 2^53 a double does not represent every whole number. */
  static final double MOST = 0x1p53;

  private CountBounds() {}

  /** A count from 0 to 2^53; NaN becomes 0. */
  static double of(double value) {
    return value > 0 ? Math.min(value, MOST) : 0;
  }

  /** A count from 0 to {@code whole}; NaN becomes 0. */
  static double of(double value, double whole) {
    return Math.min(of(value), whole);
  }

  /**
   * Counts that are possible: each as {@link #of(double)}, errors at most the requests, and each
   * count above a threshold at most the one above the threshold below it. Durations are not counted
   * unless all five counts above thresholds are numbers.
   */
  static RequestCounts of(RequestCounts counts) {
    double requests = of(counts.requests());
    double errors = of(counts.errors(), requests);
    if (!isMeasured(counts.above())) {
      return new RequestCounts(requests, errors, 0, ThresholdCounts.NONE);
    }
    double durations = of(counts.durations());
    return new RequestCounts(requests, errors, durations, of(counts.above(), durations));
  }

  private static boolean isMeasured(ThresholdCounts above) {
    return !Double.isNaN(above.p30() + above.p50() + above.p75() + above.p90() + above.p99());
  }

  private static ThresholdCounts of(ThresholdCounts above, double durations) {
    double p30 = of(above.p30(), durations);
    double p50 = of(above.p50(), p30);
    double p75 = of(above.p75(), p50);
    double p90 = of(above.p90(), p75);
    return new ThresholdCounts(p30, p50, p75, p90, of(above.p99(), p90));
  }

  /** A minute number within ±2^53, where the difference of two is exact. */
  static long minute(long minute) {
    return Math.max(-(long) MOST, Math.min((long) MOST, minute));
  }
}
