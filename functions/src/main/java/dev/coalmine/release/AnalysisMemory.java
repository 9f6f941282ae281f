package dev.coalmine.release;

import java.util.List;

/**
 * What a release remembers of a target's metrics between two analyses. A counted minute is never
 * counted again, even if an analysis is retried.
 *
 * @param thresholds p30, p50, p75, p90 and p99 of the baseline's duration before the release, in
 *     ms; empty if it had no requests then
 * @param judgeState the judge's state, packed as numbers; empty without metrics
 * @param lastCountedMinute the last minute that was counted, in minutes since the epoch
 * @param missingMinutes consecutive minutes in which the canary should have had requests but had
 *     none
 * @param sampleRatio the canary's share of the requests so far
 */
public record AnalysisMemory(
    List<Double> thresholds,
    List<Double> judgeState,
    long lastCountedMinute,
    int missingMinutes,
    SampleRatioCheck sampleRatio) {
  /** The memory of a release that is not judged by metrics. */
  public static final AnalysisMemory NONE =
      new AnalysisMemory(List.of(), List.of(), 0, 0, SampleRatioCheck.NONE);

  public AnalysisMemory {
    thresholds = List.copyOf(thresholds);
    judgeState = List.copyOf(judgeState);
  }
}
