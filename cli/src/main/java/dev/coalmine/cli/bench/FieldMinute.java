package dev.coalmine.cli.bench;

import java.util.Arrays;

/** Requests of one version in one minute, with their durations. Immutable. */
final class FieldMinute extends VersionMinute {
  private final double[] durations; // milliseconds

  private FieldMinute(int requests, int errors, double[] durations, int... bins) {
    super(requests, errors, bins);
    this.durations = durations;
  }

  /**
   * The requests of a minute.
   *
   * @param durations in milliseconds, of each request
   * @param thresholds the baseline's p30, p50, p75, p90 and p99 before the release
   */
  static FieldMinute of(int errors, double[] durations, double... thresholds) {
    int[] bins = new int[LatencyBins.BINS];
    for (double duration : durations) {
      bins[bin(duration, thresholds)]++;
    }
    return new FieldMinute(durations.length, errors, durations, bins);
  }

  private static int bin(double duration, double... thresholds) {
    if (duration > thresholds[3]) {
      return duration > thresholds[4] ? LatencyBins.ABOVE_P99 : LatencyBins.ABOVE_P90;
    }
    int above = 0;
    while (above < 3 && duration > thresholds[above]) {
      above++;
    }
    return above;
  }

  @Override
  double mean() {
    return Arrays.stream(durations).average().orElse(Double.NaN);
  }

  @Override
  double percentile(double share) {
    return percentile(share, durations);
  }

  /** A percentile of these values, interpolated; not a number if there are none. */
  static double percentile(double share, double... values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
