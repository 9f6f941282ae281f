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
 * What a release cost the callers of one target: the canary's requests that failed, and how many of
 * them would have failed anyway. Only minutes that were looked at count: a canary that was rolled
 * back had some requests more, which no look waited for.
 *
 * @param target its name
 * @param canary the canary's counts
 * @param expectedFailures how many would have failed at the baseline's rate in the same release;
 *     nothing where the baseline had no requests
 */
public record FailedRequests(String target, RequestCounts canary, OptionalDouble expectedFailures) {

  /** Of each target whose canary is told apart from what serves beside it. */
  public static List<FailedRequests> of(ReleaseHistory story) {
    List<FailedRequests> tolls = new ArrayList<>();
    int targets = story.latest().map(Release::parts).map(List::size).orElse(0);
    for (int i = 0; i < targets; i++) {
      var part = story.latest().orElseThrow().parts().get(i);
      if (part.meter().kind() != MetricSource.MetricSourceKind.NOTHING) {
        tolls.add(of(part.target().toString(), LookGroup.total(story, i)));
      }
    }
    return tolls;
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

  /** The same in a sentence. */
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
