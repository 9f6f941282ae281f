package dev.coalmine.release;

import java.time.Instant;
import java.util.List;

/**
 * The figures of one target that were new to a look: what its verdict rests on, for whoever draws
 * or logs it. They are of this look alone and add up over a release.
 *
 * @param from start of the first minute that was counted; where none was, of the one that is
 *     awaited
 * @param minutes whole minutes that were counted; 0 where CloudWatch had none yet
 * @param canary what the canary did in these minutes
 * @param baseline what the baseline did in the same minutes
 * @param tests how far each test that there are numbers for has come since the release began
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

  /** Nothing was counted; this minute is awaited. */
  public static MetricSample awaiting(Instant awaited) {
    return new MetricSample(awaited, 0, RequestCounts.NONE, RequestCounts.NONE, List.of());
  }

  /** With one more minute, and the tests as they stand after it. */
  public MetricSample plus(RequestCounts canary, RequestCounts baseline, List<TestProgress> tests) {
    return new MetricSample(
        from, minutes + 1, this.canary.plus(canary), this.baseline.plus(baseline), tests);
  }

  /**
   * A test of the canary.
   *
   * @param name what people call it: {@code errors}, {@code slow requests}, {@code latency}, {@code
   *     slowest requests}, {@code error limit} or {@code latency limit}
   * @param evidence the odds that the canary is worse: 3 significant digits, at most 10^9
   * @param threshold the odds from which on it fails the canary
   */
  public record TestProgress(String name, double evidence, double threshold) {}
}
