package dev.coalmine.cli.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The results of many releases in one scenario with one rule.
 *
 * @param rate requests a minute
 */
record RuleStatistics(
    int rate, BenchmarkScenario scenario, ComparedRule rule, List<TraceResult> results) {
  RuleStatistics {
    results = List.copyOf(results);
  }

  /** The share of releases that were rolled back. */
  double rollbackShare() {
    return mean(release -> release.isRolledBack() ? 1 : 0);
  }

  /** The mean over the releases. */
  double mean(ToDoubleFunction<TraceResult> what) {
    return results.stream().mapToDouble(what).average().orElse(0);
  }

  /**
   * A quantile over the releases, interpolated between the two nearest.
   *
   * @param share from 0 to 1
   */
  double quantile(double share, ToDoubleFunction<TraceResult> what) {
    double[] sorted = results.stream().mapToDouble(what).sorted().toArray();
    double at = share * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
