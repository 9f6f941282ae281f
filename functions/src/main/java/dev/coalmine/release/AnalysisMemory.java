package dev.coalmine.release;

import java.util.List;

/**
 * What a release remembers of a target's metrics between two analyses. A counted minute is never
 * counted again, even if an analysis is retried; only what CloudWatch added to it since is.
 *
 * @param thresholds p30, p50, p75, p90 and p99 of the baseline's duration before the release, in
 *     ms; empty if it had no requests then
 * @param judgeState the judge's state, packed as numbers; empty without metrics
 * @param lastCountedMinute the last minute that was counted, in minutes since the epoch
 * @param missingMinutes consecutive minutes in which the canary should have had requests but had
 *     none
 * @param sampleRatio the canary's share of the requests so far
 * @param quietMinutes how usual minutes without requests are
 * @param passed whether the metrics have ever passed
 * @param recentMinutes the counts of the last counted minutes, packed as numbers, since CloudWatch
 *     may still add to them; empty, like the two before, in documents of an execution that began
 *     before they were kept
 * @param probe the same of the probes, which are never counted with callers
 */
public record AnalysisMemory(
    List<Double> thresholds,
    List<Double> judgeState,
    long lastCountedMinute,
    int missingMinutes,
    SampleRatioCheck sampleRatio,
    QuietMinutes quietMinutes,
    boolean passed,
    List<Double> recentMinutes,
    ProbeMemory probe) {
  /** The memory of a release that is not judged by metrics. */
  public static final AnalysisMemory NONE =
      new AnalysisMemory(
          List.of(),
          List.of(),
          0,
          0,
          SampleRatioCheck.NONE,
          QuietMinutes.NOTHING_KNOWN,
          false,
          List.of());

  public AnalysisMemory {
    thresholds = List.copyOf(thresholds);
    judgeState = List.copyOf(judgeState);
    quietMinutes = quietMinutes == null ? QuietMinutes.NOTHING_KNOWN : quietMinutes;
    recentMinutes = recentMinutes == null ? List.of() : List.copyOf(recentMinutes);
    probe = probe == null ? ProbeMemory.NONE : probe;
  }

  /** A memory without probes. */
  public AnalysisMemory(
      List<Double> thresholds,
      List<Double> judgeState,
      long lastCountedMinute,
      int missingMinutes,
      SampleRatioCheck sampleRatio,
      QuietMinutes quietMinutes,
      boolean passed,
      List<Double> recentMinutes) {
    this(
        thresholds,
        judgeState,
        lastCountedMinute,
        missingMinutes,
        sampleRatio,
        quietMinutes,
        passed,
        recentMinutes,
        ProbeMemory.NONE);
  }

  /** The same memory of callers with another one of the probes. */
  public AnalysisMemory withProbe(ProbeMemory other) {
    return with(passed, other);
  }

  /** The same after the metrics have passed. */
  public AnalysisMemory withPass() {
    return with(true, probe);
  }

  private AnalysisMemory with(boolean hasPassed, ProbeMemory ofProbe) {
    return new AnalysisMemory(
        thresholds,
        judgeState,
        lastCountedMinute,
        missingMinutes,
        sampleRatio,
        quietMinutes,
        hasPassed,
        recentMinutes,
        ofProbe);
  }
}
