package dev.coalmine.workflow;

import static dev.coalmine.workflow.MetricsGate.start;

import dev.coalmine.aws.CountsByMinute;
import dev.coalmine.aws.TrafficSlice;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseProgress;
import dev.coalmine.release.RequestCounts;
import java.util.Optional;

/**
 * The counts of canary and baseline in the minutes of one look, as CloudWatch has them. Minutes are
 * numbered since the epoch.
 *
 * @param release at the time of the look
 * @param minutes what CloudWatch answered
 */
record MinuteCounts(Release release, CountsByMinute minutes) {

  /** The counts of the canary; empty if CloudWatch has none. */
  Optional<RequestCounts> canary(long m) {
    // Until provisioned concurrency is ready, the alias of a promoted release routes to the old
    // version.
    return canary(
        m,
        release.progress().phase() == ReleaseProgress.Phase.WATCHING
            && isWeightInForce(release, m));
  }

  /** While a promoted release is watched, all requests of the target are the canary's. */
  private Optional<RequestCounts> canary(long m, boolean all) {
    boolean whole = all && minutes.bySlice().containsKey(TrafficSlice.ALL);
    return minutes.find(whole ? TrafficSlice.ALL : TrafficSlice.CANARY, start(m));
  }

  /** The counts of the baseline; empty if CloudWatch has none. */
  Optional<RequestCounts> baseline(long m) {
    return minutes.find(TrafficSlice.BASELINE, start(m));
  }

  /** Whether CloudWatch has counts of a later minute. */
  boolean hasLater(long m) {
    return minutes.bySlice().values().stream()
        .anyMatch(slice -> !slice.tailMap(start(m + 1)).isEmpty());
  }

  /** A minute that was counted before with its counts of now, none of them lower. */
  CountedMinutes.CountedMinute revised(CountedMinutes.CountedMinute was) {
    return new CountedMinutes.CountedMinute(
        was.minute(),
        was.weight(),
        atLeast(was.canary(), canary(was.minute(), was.isWhole())),
        atLeast(was.baseline(), baseline(was.minute())));
  }

  private static RequestCounts atLeast(RequestCounts was, Optional<RequestCounts> is) {
    return is.map(counts -> was.plus(counts.minus(was))).orElse(was);
  }

  /** Whether the release's weight was in force for the whole minute. */
  static boolean isWeightInForce(Release release, long m) {
    return !start(m).isBefore(release.progress().since());
  }
}
