package dev.coalmine.report;

import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.target.MetricSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Requests to the canary of one target that failed, and how many of them would have failed without
 * the release. Only minutes that a look counted are included: a canary that was rolled back had
 * more requests after its last look.
 *
 * @param target the target's name
 * @param canary the canary's counts
 * @param expectedFailures failures at the baseline's error rate in the same release; absent if the
 *     baseline had no requests
 */
public record FailedRequests(String target, RequestCounts canary, OptionalDouble expectedFailures) {

  /** The failed requests of each target whose canary has metrics of its own. */
  public static List<FailedRequests> of(ReleaseHistory history) {
    List<FailedRequests> failed = new ArrayList<>();
    int targets = history.latest().map(Release::targetProgress).map(List::size).orElse(0);
    for (int i = 0; i < targets; i++) {
      var part = history.latest().orElseThrow().targetProgress().get(i);
      if (part.metricSource().kind() != MetricSource.MetricSourceKind.NOTHING) {
        failed.add(of(part.target().toString(), LookGroup.total(history, i)));
      }
    }
    return failed;
  }

  private static FailedRequests of(String target, Optional<LookGroup.TargetFigures> total) {
    RequestCounts canary = total.map(LookGroup.TargetFigures::canary).orElse(RequestCounts.NONE);
    RequestCounts baseline =
        total.map(LookGroup.TargetFigures::baseline).orElse(RequestCounts.NONE);
    return new FailedRequests(
        target,
        canary,
        baseline.requests() > 0
            ? OptionalDouble.of(canary.requests() * baseline.errors() / baseline.requests())
            : OptionalDouble.empty());
  }

  /** The same as a sentence. */
  public String toText() {
    if (canary.requests() == 0) {
      return "no canary requests were counted";
    }
    String anyway =
        expectedFailures.isPresent()
            ? "; at the baseline's error rate, %s would have failed"
                .formatted(number(expectedFailures.getAsDouble()))
            : "";
    return "the canary served %s requests, of which %s failed%s"
        .formatted(number(canary.requests()), number(canary.errors()), anyway);
  }

  private static String number(double count) {
    double tenths = Math.rint(10 * count) / 10;
    return String.format(
        Locale.ROOT, tenths < 10 && tenths != Math.rint(tenths) ? "%.1f" : "%,.0f", tenths);
  }
}
