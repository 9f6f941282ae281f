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
 * @param quietShare share of the minutes before the release in which the target had no requests,
 *     from 0 to 1; 1 if nothing is known of them
 * @param recentMinutes the counts of the last counted minutes, packed as numbers, since CloudWatch
 *     may still add to them; empty in documents of an execution that began before they were kept
 */
public record AnalysisMemory(
    List<Double> thresholds,
    List<Double> judgeState,
    long lastCountedMinute,
    int missingMinutes,
    SampleRatioCheck sampleRatio,
    double quietShare,
    List<Double> recentMinutes) {
  /** The memory of a release that is not judged by metrics. */
  public static final AnalysisMemory NONE =
      new AnalysisMemory(List.of(), List.of(), 0, 0, SampleRatioCheck.NONE, 1, List.of());

  public AnalysisMemory {
    thresholds = List.copyOf(thresholds);
    judgeState = List.copyOf(judgeState);
    recentMinutes = recentMinutes == null ? List.of() : List.copyOf(recentMinutes);
  }
}
