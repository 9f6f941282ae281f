package dev.coalmine.workflow;

import static dev.coalmine.workflow.MetricsGate.start;

import dev.coalmine.aws.CountsByMinute;
import dev.coalmine.aws.TrafficSlice;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseProgress;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.target.Weight;
import java.util.Optional;

/**
 * The counts of canary and baseline of one target in the minutes of one look, as CloudWatch has
 * them. Minutes are numbered since the epoch.
 *
 * @param release at the time of the look
 * @param minutes what CloudWatch answered
 */
record MinuteCounts(Release release, TargetProgress part, CountsByMinute minutes) {

  /** The counts of the canary; empty if CloudWatch has none. */
  Optional<RequestCounts> canary(long m) {
    return canary(m, weightOf(release, m) == Weight.ALL.percent());
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

  /** Whether CloudWatch has no requests of the target. */
  boolean isEmpty(long m) {
    if (!part.metricSource().hasCanaryMetrics()) {
      return canary(m).isEmpty(); // the baseline is another hour of the same stage
    }
    return minutes.bySlice().keySet().stream()
        .allMatch(slice -> minutes.find(slice, start(m)).isEmpty());
  }

  /** How many minutes from this one on are empty, up to the last one that was read. */
  int emptyRun(long m, long last) {
    int run = 0;
    while (m + run <= last && isEmpty(m + run)) {
      run++;
    }
    return run;
  }

  /** A minute that was counted before with its counts of now, none of them lower. */
  CountedMinutes.CountedMinute revised(CountedMinutes.CountedMinute was) {
    RequestCounts canary = atLeast(was.canary(), canary(was.minute(), was.isWhole()));
    RequestCounts baseline = atLeast(was.baseline(), baseline(was.minute()));
    return canary.equals(was.canary()) && baseline.equals(was.baseline())
        ? was
        : was.with(canary, baseline);
  }

  private static RequestCounts atLeast(RequestCounts was, Optional<RequestCounts> is) {
    return is.map(counts -> was.plus(counts.minus(was))).orElse(was);
  }

  /**
   * Percent of the requests that the canary got in a whole minute; 0 if it changed within it. Until
   * provisioned concurrency is ready, the alias of a promoted release routes to the old version.
   */
  static int weightOf(Release release, long m) {
    boolean inForce = !start(m).isBefore(release.progress().since());
    boolean settled =
        !release.weight().equals(Weight.ALL)
            || release.progress().phase() == ReleaseProgress.Phase.WATCHING;
    return inForce && settled ? release.weight().percent() : 0;
  }
}
