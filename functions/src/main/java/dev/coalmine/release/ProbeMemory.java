package dev.coalmine.release;

import java.util.List;

/**
 * What a release remembers of a target's probes between two analyses. Minutes are numbered since
 * the epoch.
 *
 * @param judgeState the judge's state of the probes, packed as numbers; empty without a probe
 * @param lastCountedMinute the last minute that was counted
 * @param recentMinutes the counts of the last counted minutes, packed as numbers
 * @param sentThrough the last minute for which probes were sent; 0 before the first
 * @param sent requests that were ordered so far, for both versions together
 */
public record ProbeMemory(
    List<Double> judgeState,
    long lastCountedMinute,
    List<Double> recentMinutes,
    long sentThrough,
    long sent) {
  /** The memory of a release without a probe. */
  public static final ProbeMemory NONE = new ProbeMemory(List.of(), 0, List.of(), 0, 0);

  public ProbeMemory {
    judgeState = List.copyOf(judgeState);
    recentMinutes = List.copyOf(recentMinutes);
  }

  /** With the minutes that were counted. */
  public ProbeMemory counted(List<Double> judgeState, long minute, List<Double> recentMinutes) {
    return new ProbeMemory(judgeState, minute, recentMinutes, sentThrough, sent);
  }

  /** With so many more requests, up to this minute. */
  ProbeMemory plusSent(long requests, long through) {
    return new ProbeMemory(judgeState, lastCountedMinute, recentMinutes, through, sent + requests);
  }
}
