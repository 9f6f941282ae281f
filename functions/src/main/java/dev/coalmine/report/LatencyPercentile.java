package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import java.util.Comparator;
import java.util.List;

/** A percentile of the baseline's durations before the release, which slow requests are over. */
enum LatencyPercentile {
  MEDIAN(1, "usual median", "latency", .5),
  P90(3, "usual p90", "slow requests", .1),
  P99(4, "usual p99", "slowest requests", .01);

  private final int place;
  private final String words;
  private final String test;
  private final double usual;

  LatencyPercentile(int place, String words, String test, double usual) {
    this.place = place;
    this.words = words;
    this.test = test;
    this.usual = usual;
  }

  /** Its place among the five that are counted. */
  int index() {
    return place;
  }

  /** How many durations were over it. */
  double countAbove(RequestCounts counts) {
    return switch (this) {
      case MEDIAN -> counts.above().p50();
      case P90 -> counts.above().p90();
      case P99 -> counts.above().p99();
    };
  }

  String label() {
    return words;
  }

  /** The share of requests that is over it when nothing is otherwise. */
  double usual() {
    return usual;
  }

  /** The one that tells the most: that of the test which proved the canary slower, else p90. */
  static LatencyPercentile mostRelevant(List<MetricSample.TestProgress> tests) {
    return tests.stream()
        .filter(test -> test.evidence() >= test.threshold())
        .sorted(Comparator.comparingDouble(test -> -EvidencePanel.height(test)))
        .flatMap(test -> List.of(values()).stream().filter(one -> one.test.equals(test.name())))
        .findFirst()
        .orElse(P90);
  }
}
