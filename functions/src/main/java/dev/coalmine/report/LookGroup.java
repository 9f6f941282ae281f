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
 * What is drawn and told as one: a look, or in a long release several in a row that had the same
 * weight and verdict. Their figures add up; the lowest and the highest error rate among them stay.
 *
 * @param analyses at least one, oldest first
 * @param weights of the whole release
 */
record LookGroup(List<ReleaseHistory.StateOutput> analyses, WeightTimeline weights) {
  LookGroup {
    analyses = List.copyOf(analyses);
  }

  /** So many looks are told one by one, in a release of one target. */
  private static final int MOST = 130;

  /** So many are left where there are more: each is told of every target. */
  private static final int THINNED = 100;

  private static final int LEAST = 20;

  /** The looks of a story; of many, several in a row are put together. */
  static List<LookGroup> of(ReleaseHistory story) {
    List<ReleaseHistory.StateOutput> looks = story.analyses();
    int targets = story.latest().map(release -> release.parts().size()).orElse(1);
    int most = Math.max(LEAST, THINNED / targets);
    int each =
        looks.size() <= Math.max(LEAST, MOST / targets) ? 1 : (looks.size() + most - 1) / most;
    WeightTimeline weights = WeightTimeline.of(story);
    List<LookGroup> sights = new ArrayList<>();
    List<ReleaseHistory.StateOutput> together = new ArrayList<>();
    for (ReleaseHistory.StateOutput look : looks) {
      boolean full = together.size() >= Math.max(1, each);
      if (!together.isEmpty() && (full || !isAlike(together.get(0).release(), look.release()))) {
        sights.add(new LookGroup(together, weights));
        together = new ArrayList<>();
      }
      together.add(look);
    }
    if (!together.isEmpty()) {
      sights.add(new LookGroup(together, weights));
    }
    return sights;
  }

  private static boolean isAlike(Release one, Release next) {
    return one.weight().equals(next.weight())
        && one.judgement().verdict() == next.judgement().verdict()
        && one.decision() == next.decision();
  }

  private ReleaseHistory.StateOutput last() {
    return analyses.get(analyses.size() - 1);
  }

  /** When it was looked, the last time. */
  Instant at() {
    return last().at();
  }

  /** What the last look answered. */
  Release release() {
    return last().release();
  }

  Verdict verdict() {
    return release().judgement().verdict();
  }

  /** Whether it stands for several looks. */
  boolean isSeveral() {
    return analyses.size() > 1;
  }

  /**
   * What was measured of a target; nothing where nothing was.
   *
   * @param target its place in the release's order
   */
  Optional<TargetFigures> figure(int target) {
    List<MetricSample> measured =
        analyses.stream()
            .map(look -> look.release().judgement().measured())
            .filter(each -> each.size() > target && each.get(target).minutes() > 0)
            .map(each -> each.get(target))
            .toList();
    return measured.isEmpty()
        ? Optional.empty()
        : Optional.of(TargetFigures.of(measured, measured.stream().anyMatch(this::hasNoBaseline)));
  }

  /** A look at a promoted release does not ask for a baseline, even of minutes that had one. */
  private boolean hasNoBaseline(MetricSample measured) {
    return release().weight().equals(Weight.ALL)
        || weights.isFullyPromoted(measured.from())
        || weights.isFullyPromoted(measured.from().plus(Duration.ofMinutes(measured.minutes())));
  }

  /**
   * Figures of one target, of whole minutes.
   *
   * @param from start of the first minute
   * @param to end of the last one
   * @param minutes how many were counted
   * @param canary what the canary did
   * @param baseline what the baseline did
   * @param alone whether no baseline was asked for, since the canary had all requests
   * @param tests how far the tests had come at its end
   * @param canaryRates error rates of the canary, one for each look that saw requests
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

    /** The canary, which there always is. */
    Optional<RequestCounts> canaryCounts() {
      return Optional.of(canary);
    }

    /** The baseline, if there was one beside the canary: no requests of nobody are no zero. */
    Optional<RequestCounts> baselineCounts() {
      return alone && baseline.requests() == 0 ? Optional.empty() : Optional.of(baseline);
    }

    /** The highest error rate of the canary that a look saw. */
    Optional<Double> highestErrorRate() {
      return canaryRates.stream().max(Comparator.naturalOrder());
    }

    /** The lowest one. */
    Optional<Double> lowestErrorRate() {
      return canaryRates.stream().min(Comparator.naturalOrder());
    }
  }

  /** All that was measured of a target. */
  static Optional<TargetFigures> total(ReleaseHistory story, int target) {
    List<ReleaseHistory.StateOutput> looks = story.analyses();
    return looks.isEmpty()
        ? Optional.empty()
        : new LookGroup(looks, WeightTimeline.of(story)).figure(target);
  }
}
