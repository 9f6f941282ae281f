package dev.coalmine.release;

import java.time.Instant;
import java.util.List;

/**
 * The counts of one target that were new in a look, for logs and reports. The counts of all looks
 * of a release can be added up.
 *
 * @param from start of the first counted minute; if none was counted, of the minute that is awaited
 * @param minutes number of whole minutes counted; 0 if CloudWatch had none yet
 * @param canary counts of the canary in these minutes
 * @param baseline counts of the baseline in the same minutes
 * @param tests evidence of each test that has counts, since the start of the release
 */
public record MetricSample(
    Instant from,
    int minutes,
    RequestCounts canary,
    RequestCounts baseline,
    List<TestProgress> tests) {

  public MetricSample {
    tests = List.copyOf(tests);
  }

  /** A sample without minutes. */
  public static MetricSample awaiting(Instant minute) {
    return new MetricSample(minute, 0, RequestCounts.NONE, RequestCounts.NONE, List.of());
  }

  /** The sample with one more minute, and the evidence after it. */
  public MetricSample plus(RequestCounts canary, RequestCounts baseline, List<TestProgress> tests) {
    return new MetricSample(
        from, minutes + 1, this.canary.plus(canary), this.baseline.plus(baseline), tests);
  }

  /** Whether anything was counted, be it in a minute that was counted before. */
  public boolean hasCounts() {
    return minutes > 0 || canary.requests() + baseline.requests() > 0;
  }

  /** The sample with counts that CloudWatch added to minutes that were counted before. */
  public MetricSample plusLate(RequestCounts canary, RequestCounts baseline) {
    return new MetricSample(
        from, minutes, this.canary.plus(canary), this.baseline.plus(baseline), tests);
  }

  /**
   * The evidence of one test that the canary is worse.
   *
   * @param name one of {@code errors}, {@code slow requests}, {@code latency}, {@code slowest
   *     requests}, {@code error limit} or {@code latency limit}
   * @param evidence odds that the canary is worse: 3 significant digits, at most 10^9
   * @param threshold odds from which on the test fails the canary
   */
  public record TestProgress(String name, double evidence, double threshold) {}
}
