package dev.coalmine.release;

import java.time.Instant;
import java.util.ArrayList;
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
    SampleCounts canary,
    SampleCounts baseline,
    List<TestProgress> tests) {

  public MetricSample {
    tests = List.copyOf(tests);
  }

  /** Nothing was counted; this minute is awaited. */
  public static MetricSample awaiting(Instant awaited) {
    return new MetricSample(awaited, 0, SampleCounts.NOTHING, SampleCounts.NOTHING, List.of());
  }

  /** With one more minute, and the tests as they stand after it. */
  public MetricSample plus(SampleCounts canary, SampleCounts baseline, List<TestProgress> tests) {
    return new MetricSample(
        from, minutes + 1, this.canary.plus(canary), this.baseline.plus(baseline), tests);
  }

  /**
   * Requests of one version.
   *
   * @param requests invocations and throttles
   * @param errors requests that failed
   * @param durations requests whose duration is known
   * @param above how many of the durations were longer than the baseline's p30, p50, p75, p90 and
   *     p99 of before the release ({@link AnalysisMemory#thresholds}), in that order
   */
  public record SampleCounts(double requests, double errors, double durations, List<Double> above) {
    /** No requests. */
    public static final SampleCounts NOTHING =
        new SampleCounts(0, 0, 0, List.of(0.0, 0.0, 0.0, 0.0, 0.0));

    public SampleCounts {
      above = List.copyOf(above);
    }

    /** Of both together. */
    public SampleCounts plus(SampleCounts other) {
      List<Double> both = new ArrayList<>();
      for (int i = 0; i < above.size(); i++) {
        both.add(above.get(i) + other.above.get(i));
      }
      return new SampleCounts(
          requests + other.requests, errors + other.errors, durations + other.durations, both);
    }
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
