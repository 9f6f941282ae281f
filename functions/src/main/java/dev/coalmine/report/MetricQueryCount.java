package dev.coalmine.report;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The number of metrics that a release requested from GetMetricData, as AWS bills them: up to five
 * statistics of one metric in one call are one metric, and each further five are one more (<a
 * href="https://aws.amazon.com/cloudwatch/pricing/">CloudWatch pricing</a>). It is computed from
 * the documents: it depends on the metrics of a target and on which minutes were new.
 */
final class MetricQueryCount {
  /** Number of percentiles that durations are compared with: statistics of one metric. */
  private static final int THRESHOLDS = 5;

  /** The five percentiles of durations. */
  private static final int METRICS_OF_PERCENTILES = 1;

  /** The number of durations is a statistic of this metric, and those above five thresholds. */
  private static final int MORE_OF_THRESHOLDS = 1;

  /** The threshold where there were no requests. */
  private static final double UNKNOWN = -1;

  /** Lambda's metrics are errors, throttles and durations. A stage has no throttles. */
  private static final int COUNTS_OF_LAMBDA = 3;

  private static final int COUNTS_OF_STAGE = 2;

  private MetricQueryCount() {}

  /** The number for the whole release. */
  static int count(ReleaseHistory history) {
    int metrics = 0;
    Optional<Release> before = Optional.empty();
    for (ReleaseHistory.StateOutput output : history.stateOutputs()) {
      metrics += count(output, before);
      before = Optional.of(output.release());
    }
    return metrics;
  }

  private static int count(ReleaseHistory.StateOutput output, Optional<Release> before) {
    Release release = output.release();
    if (release.scope().isOff() || ReleaseStart.movesNothing(release)) {
      return 0;
    }
    if (output.state().equals("Prepare") && release.decision() != Decision.ROLL_BACK) {
      int probed = release.settings().probe().isOff() ? 0 : 2 * COUNTS_OF_LAMBDA;
      return release.targetProgress().stream()
          .mapToInt(part -> metricsOfPrepare(part) + probed)
          .sum();
    }
    boolean hasRequests = !release.weight().equals(Weight.NONE);
    return output.isAnalysis() && hasRequests && before.isPresent()
        ? before.get().targetProgress().stream()
                .filter(part -> hasNewMinutes(part, output.at()))
                .mapToInt(part -> metricsOfLook(part, release.weight().equals(Weight.ALL)))
                .sum()
            + metricsOfProbes(before.get(), output.at())
        : 0;
  }

  /**
   * Metrics that Prepare reads of the hours before the release: usual rates, and direct calls of
   * the canary.
   */
  private static int metricsOfPrepare(TargetProgress part) {
    int sources = pairs(part);
    int usual = sources * METRICS_OF_PERCENTILES + metricsOfVersion(part, sources);
    return part.metricSource().kind() == MetricSource.MetricSourceKind.QUALIFIERS
        ? usual + 1 + sources * COUNTS_OF_LAMBDA
        : usual;
  }

  /** Metrics that a look below 100 % reads of the probes of both versions. */
  private static int metricsOfProbes(Release before, Instant now) {
    return before.settings().probe().isOff() || before.weight().equals(Weight.ALL)
        ? 0
        : before.targetProgress().stream()
            .filter(part -> part.memory().probe().lastCountedMinute() < lastMinute(part, now))
            .mapToInt(part -> 2 * metricsOfVersion(part, 1))
            .sum();
  }

  /** Metrics that a look reads of canary and baseline. */
  private static int metricsOfLook(TargetProgress part, boolean promoted) {
    int sides =
        part.metricSource().kind() == MetricSource.MetricSourceKind.QUALIFIERS && promoted ? 1 : 2;
    return sides * metricsOfVersion(part, pairs(part));
  }

  private static int metricsOfVersion(TargetProgress part, int sources) {
    boolean lambda =
        part.metricSource().kind() == MetricSource.MetricSourceKind.VERSIONS
            || part.metricSource().kind() == MetricSource.MetricSourceKind.QUALIFIERS;
    int metrics = sources * (lambda ? COUNTS_OF_LAMBDA : COUNTS_OF_STAGE);
    for (int i = 0; i < sources; i++) {
      metrics += isKnown(part.memory().thresholds(), i) ? MORE_OF_THRESHOLDS : 0;
    }
    return metrics;
  }

  private static boolean isKnown(List<Double> thresholds, int source) {
    int from = source * THRESHOLDS;
    return thresholds.size() >= from + THRESHOLDS
        && !thresholds.subList(from, from + THRESHOLDS).contains(UNKNOWN);
  }

  private static int pairs(TargetProgress part) {
    return part.metricSource().kind() == MetricSource.MetricSourceKind.QUALIFIERS
        ? part.metricSource().pairs().size()
        : 1;
  }

  private static boolean hasNewMinutes(TargetProgress part, Instant now) {
    return part.memory().lastCountedMinute() < lastMinute(part, now);
  }

  private static long lastMinute(TargetProgress part, Instant now) {
    return Math.floorDiv(now.getEpochSecond(), 60) - part.metricSource().minutesUntilComplete();
  }
}
