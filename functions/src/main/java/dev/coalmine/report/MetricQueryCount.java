package dev.coalmine.report;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Release;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How many metrics a release asked GetMetricData for, worked out again from its documents: what is
 * asked for is settled by how a target is measured, and by which minutes are new.
 */
final class MetricQueryCount {
  /** The percentiles of the baseline that durations are compared with. */
  private static final int THRESHOLDS = 5;

  /** Stands for the threshold of something that had no requests. */
  private static final double UNKNOWN = -1;

  /**
   * Requests of Lambda are counted by errors, throttles and durations; else there are no throttles.
   */
  private static final int COUNTS_OF_LAMBDA = 3;

  private static final int COUNTS_OF_STAGE = 2;

  private MetricQueryCount() {}

  /** In all. */
  static int count(ReleaseHistory story) {
    int asked = 0;
    Optional<Release> before = Optional.empty();
    for (ReleaseHistory.StateOutput moment : story.stateOutputs()) {
      asked += count(moment, before);
      before = Optional.of(moment.release());
    }
    return asked;
  }

  private static int count(ReleaseHistory.StateOutput moment, Optional<Release> before) {
    Release release = moment.release();
    if (release.scope().isOff()) {
      return 0;
    }
    if (moment.state().equals("Prepare") && release.decision() != Decision.ROLL_BACK) {
      return release.parts().stream().mapToInt(MetricQueryCount::toLearn).sum();
    }
    boolean hasRequests = !release.weight().equals(Weight.NONE);
    return moment.isAnalysis() && hasRequests && before.isPresent()
        ? before.get().parts().stream()
            .filter(part -> hasNewMinutes(part, moment.at()))
            .mapToInt(part -> toLook(part, release.weight().equals(Weight.ALL)))
            .sum()
        : 0;
  }

  /** The hours before the release: what is usual, and whether the canary has callers of its own. */
  private static int toLearn(TargetProgress part) {
    int sources = pairs(part);
    int usual = sources * THRESHOLDS + toCount(part, sources);
    return part.meter().kind() == MetricSource.MetricSourceKind.QUALIFIERS
        ? usual + 1 + sources * COUNTS_OF_LAMBDA
        : usual;
  }

  /** Canary and baseline, each in the minutes that are new. */
  private static int toLook(TargetProgress part, boolean promoted) {
    int sides = part.meter().kind() == MetricSource.MetricSourceKind.QUALIFIERS && promoted ? 1 : 2;
    return sides * toCount(part, pairs(part));
  }

  private static int toCount(TargetProgress part, int sources) {
    boolean lambda =
        part.meter().kind() == MetricSource.MetricSourceKind.VERSIONS
            || part.meter().kind() == MetricSource.MetricSourceKind.QUALIFIERS;
    int asked = sources * (lambda ? COUNTS_OF_LAMBDA : COUNTS_OF_STAGE);
    for (int i = 0; i < sources; i++) {
      asked += isKnown(part.trial().thresholds(), i) ? THRESHOLDS : 0;
    }
    return asked;
  }

  private static boolean isKnown(List<Double> thresholds, int source) {
    int from = source * THRESHOLDS;
    return thresholds.size() >= from + THRESHOLDS
        && !thresholds.subList(from, from + THRESHOLDS).contains(UNKNOWN);
  }

  private static int pairs(TargetProgress part) {
    return part.meter().kind() == MetricSource.MetricSourceKind.QUALIFIERS
        ? part.meter().pairs().size()
        : 1;
  }

  private static boolean hasNewMinutes(TargetProgress part, Instant now) {
    long last = Math.floorDiv(now.getEpochSecond(), 60) - part.meter().minutesUntilComplete();
    return part.trial().counted() < last;
  }
}
