package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import java.util.List;
import java.util.function.Function;

/**
 * The probes of a release, which are counted apart from its callers.
 *
 * @param canary probes of the canary's version that were counted
 * @param baseline those of the baseline's version
 */
record ProbeFigures(RequestCounts canary, RequestCounts baseline) {

  /** The figures of all targets together. */
  static ProbeFigures of(ReleaseHistory history) {
    List<MetricSample> samples =
        history.analyses().stream()
            .flatMap(look -> look.release().analysis().probes().stream())
            .toList();
    return new ProbeFigures(
        sum(samples, MetricSample::canary), sum(samples, MetricSample::baseline));
  }

  private static RequestCounts sum(
      List<MetricSample> samples, Function<MetricSample, RequestCounts> side) {
    return samples.stream().map(side).reduce(RequestCounts.NONE, RequestCounts::plus);
  }

  /** Requests that were ordered for both versions; fewer were sent if their time was over. */
  static long ordered(ReleaseHistory history) {
    return history
        .latest()
        .map(
            release ->
                release.targetProgress().stream()
                    .mapToLong(part -> part.memory().probe().sent())
                    .sum())
        .orElse(0L);
  }
}
