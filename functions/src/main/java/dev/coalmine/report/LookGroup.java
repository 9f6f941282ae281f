package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One look, or in a long release several consecutive looks with the same weight, verdict and
 * decision. Their figures are added; the lowest and the highest error rate are kept.
 *
 * @param analyses at least one, oldest first
 * @param weights the canary's weights during the whole release
 */
record LookGroup(List<ReleaseHistory.StateOutput> analyses, WeightTimeline weights) {
  LookGroup {
    analyses = List.copyOf(analyses);
  }

  /** The most looks of a release of one target that are not grouped. */
  private static final int MOST = 130;

  /** The most groups of a release of one target. A group has a row for each target. */
  private static final int THINNED = 100;

  private static final int LEAST = 20;

  /** The looks of a release; many looks are grouped. */
  static List<LookGroup> of(ReleaseHistory history) {
    List<ReleaseHistory.StateOutput> looks = history.analyses();
    int targets = history.latest().map(release -> release.targetProgress().size()).orElse(1);
    int most = Math.max(LEAST, THINNED / targets);
    int each =
        looks.size() <= Math.max(LEAST, MOST / targets) ? 1 : (looks.size() + most - 1) / most;
    WeightTimeline weights = WeightTimeline.of(history);
    List<LookGroup> groups = new ArrayList<>();
    List<ReleaseHistory.StateOutput> together = new ArrayList<>();
    for (ReleaseHistory.StateOutput look : looks) {
      boolean full = together.size() >= Math.max(1, each);
      if (!together.isEmpty() && (full || !isAlike(together.get(0).release(), look.release()))) {
        groups.add(new LookGroup(together, weights));
        together = new ArrayList<>();
      }
      together.add(look);
    }
    if (!together.isEmpty()) {
      groups.add(new LookGroup(together, weights));
    }
    return groups;
  }

  private static boolean isAlike(Release one, Release next) {
    return one.weight().equals(next.weight())
        && one.analysis().verdict() == next.analysis().verdict()
        && one.decision() == next.decision();
  }

  private ReleaseHistory.StateOutput last() {
    return analyses.get(analyses.size() - 1);
  }

  /** When the last look was. */
  Instant at() {
    return last().at();
  }

  /** The release after the last look. */
  Release release() {
    return last().release();
  }

  Verdict verdict() {
    return release().analysis().verdict();
  }

  /** Whether there are several looks. */
  boolean isSeveral() {
    return analyses.size() > 1;
  }

  /**
   * The figures of a target; absent if no minute was counted.
   *
   * @param target index of the target in the release
   */
  Optional<TargetFigures> figure(int target) {
    List<MetricSample> measured =
        analyses.stream()
            .map(look -> look.release().analysis().samples())
            .filter(each -> each.size() > target && each.get(target).hasCounts())
            .map(each -> each.get(target))
            .toList();
    return measured.isEmpty()
        ? Optional.empty()
        : Optional.of(TargetFigures.of(measured, measured.stream().anyMatch(this::hasNoBaseline)));
  }

  /** A look at a promoted release does not read the baseline, even for minutes that had one. */
  private boolean hasNoBaseline(MetricSample measured) {
    return release().weight().equals(Weight.ALL)
        || weights.isFullyPromoted(measured.from())
        || weights.isFullyPromoted(measured.from().plus(Duration.ofMinutes(measured.minutes())));
  }

  /**
   * Figures of one target in whole minutes.
   *
   * @param from start of the first minute
   * @param to end of the last one
   * @param minutes number of minutes that were counted
   * @param canary requests to the canary
   * @param baseline requests to the baseline
   * @param alone whether the baseline was not read, since the canary had all requests
   * @param tests the tests at the end
   * @param canaryRates error rates of the canary, one for each look with requests
   */
  record TargetFigures(
      Instant from,
      Instant to,
      int minutes,
      RequestCounts canary,
      RequestCounts baseline,
      boolean alone,
      List<MetricSample.TestProgress> tests,
      List<Double> canaryRates) {

    static TargetFigures of(List<MetricSample> measured, boolean alone) {
      MetricSample first = measured.get(0);
      MetricSample last = measured.get(measured.size() - 1);
      Instant to = last.from().plus(Duration.ofMinutes(last.minutes()));
      return new TargetFigures(
          first.from(),
          to,
          measured.stream().mapToInt(MetricSample::minutes).sum(),
          measured.stream()
              .map(MetricSample::canary)
              .reduce(RequestCounts.NONE, RequestCounts::plus),
          measured.stream()
              .map(MetricSample::baseline)
              .reduce(RequestCounts.NONE, RequestCounts::plus),
          alone,
          last.tests(),
          rates(measured.stream().map(MetricSample::canary).toList()));
    }

    private static List<Double> rates(List<RequestCounts> counts) {
      return counts.stream()
          .filter(each -> each.requests() > 0)
          .map(each -> each.errors() / each.requests())
          .toList();
    }

    /** The canary's counts; always present. */
    Optional<RequestCounts> canaryCounts() {
      return Optional.of(canary);
    }

    /**
     * The baseline's counts; absent if there was no baseline, which differs from a baseline without
     * requests.
     */
    Optional<RequestCounts> baselineCounts() {
      return alone && baseline.requests() == 0 ? Optional.empty() : Optional.of(baseline);
    }

    /** The highest error rate of the canary in one look. */
    Optional<Double> highestErrorRate() {
      return canaryRates.stream().max(Comparator.naturalOrder());
    }

    /** The lowest error rate of the canary in one look. */
    Optional<Double> lowestErrorRate() {
      return canaryRates.stream().min(Comparator.naturalOrder());
    }
  }

  /** The figures of a target during the whole release. */
  static Optional<TargetFigures> total(ReleaseHistory history, int target) {
    List<ReleaseHistory.StateOutput> looks = history.analyses();
    return looks.isEmpty()
        ? Optional.empty()
        : new LookGroup(looks, WeightTimeline.of(history)).figure(target);
  }
}
