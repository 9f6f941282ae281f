package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import java.util.Comparator;
import java.util.List;

/** A percentile of the baseline's durations before the release. Requests above it are slow. */
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

  /** Its index among the five percentiles that are counted. */
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

  /** The share of requests above it if durations are as before the release. */
  double usual() {
    return usual;
  }

  /** The percentile of the test that proved the canary slower; otherwise p90. */
  static LatencyPercentile mostRelevant(List<MetricSample.TestProgress> tests) {
    return tests.stream()
        .filter(test -> test.evidence() >= test.threshold())
        .sorted(Comparator.comparingDouble(test -> -EvidencePanel.height(test)))
        .flatMap(test -> List.of(values()).stream().filter(one -> one.test.equals(test.name())))
        .findFirst()
        .orElse(P90);
  }
}
