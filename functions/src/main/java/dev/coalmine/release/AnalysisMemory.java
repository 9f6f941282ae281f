package dev.coalmine.release;

import java.util.List;

/**
 * What a release remembers of the metrics from one look to the next. A minute that was counted is
 * never counted again, whoever retries a look.
 *
 * @param thresholds the baseline's p30, p50, p75, p90 and p99 of duration before the release, in
 *     ms; none when it had no callers then
 * @param judgeState the judge's own memory, as numbers; none without metrics
 * @param lastCountedMinute the last minute that was taken into account, in minutes since the epoch
 * @param missingMinutes minutes in a row in which the canary should have had requests and shows
 *     none
 * @param sampleRatio how the requests were really shared out
 */
public record AnalysisMemory(
    List<Double> thresholds,
    List<Double> judgeState,
    long lastCountedMinute,
    int missingMinutes,
    SampleRatioCheck sampleRatio) {
  /** A release that is not judged by metrics. */
  public static final AnalysisMemory NONE =
      new AnalysisMemory(List.of(), List.of(), 0, 0, SampleRatioCheck.NONE);

  public AnalysisMemory {
    thresholds = List.copyOf(thresholds);
    judgeState = List.copyOf(judgeState);
  }
}
