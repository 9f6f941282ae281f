package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

class MetricsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final TargetProgress PART =
      TargetProgress.of(
          new AliasTarget("orders", "live", "8"),
          new Snapshot(AliasRouting.allTo("7"), "", "r1"),
          MetricSource.OF_VERSIONS);
  private static final List<Double> FIVE = List.of(10.0, 20.0, 30.0, 40.0, 120.5);

  private final CannedMetrics cloudWatch =
      new CannedMetrics()
          .put("canary_durations", NOON, 40)
          .put("canary_errors", NOON, 3)
          .put("canary_throttles", NOON, 2)
          .put("canary_above4", NOON, 10);

  @Test
  void throttlesAreRequestsAndErrors() {
    assertThat(minute(cloudWatch.metrics()))
        .isEqualTo(new RequestCounts(42, 5, 40, new ThresholdCounts(0.0, 0.0, 0.0, 0.0, 10.0)));
  }

  @Test
  void minuteWithThrottlesOnlyCounts() {
    Instant later = NOON.plusSeconds(60);
    cloudWatch.put("canary_throttles", later, 7);

    assertThat(
            cloudWatch
                .metrics()
                .readMinutes(
                    PART, Set.of(TrafficSlice.CANARY), FIVE, false, NOON, NOON.plusSeconds(120))
                .orElseThrow()
                .find(TrafficSlice.CANARY, later))
        .contains(new RequestCounts(7, 7, 0, new ThresholdCounts(0.0, 0.0, 0.0, 0.0, 0.0)));
  }

  @Test
  void slowRequestsCanBeCountedByPercentileRank() {
    cloudWatch.put("canary_above4", NOON, 75); // percent at most at the threshold

    assertThat(minute(cloudWatch.metrics(ThresholdStatistic.PERCENTILE_RANK)).above().p99())
        .isEqualTo(10.0);
    assertThat(stat("canary_above4")).isEqualTo("PR(:120.5)");
  }

  @Test
  void incompleteAnswerIsUnknown() {
    cloudWatch.status(StatusCode.PARTIAL_DATA);

    assertThat(
            cloudWatch
                .metrics()
                .readMinutes(
                    PART, Set.of(TrafficSlice.CANARY), FIVE, false, NOON, NOON.plusSeconds(60)))
        .isEmpty();
    assertThat(cloudWatch.metrics().thresholds(PART, NOON)).isEmpty();
  }

  @Test
  void oneCallQueriesAllMetricsOfTheAlias() {
    minute(cloudWatch.metrics());

    assertThat(cloudWatch.asked()).hasSize(1);
    assertThat(stat("canary_above4")).isEqualTo("TC(120.5:)");
    assertThat(
            cloudWatch.asked().get(0).metricDataQueries().get(0).metricStat().metric().dimensions())
        .extracting(dimension -> dimension.name() + "=" + dimension.value())
        .containsExactlyInAnyOrder(
            "FunctionName=orders", "Resource=orders:live", "ExecutedVersion=8");
  }

  @Test
  void missingPercentileGivesNoThresholds() {
    Instant from = NOON.minusSeconds(3 * 3600);
    for (String percentile : List.of("p30", "p50", "p75", "p90")) {
      cloudWatch.put(percentile, from, 100);
    }
    assertThat(cloudWatch.metrics().thresholds(PART, NOON)).isEmpty();

    cloudWatch.put("p99", from, 300);
    assertThat(cloudWatch.metrics().thresholds(PART, NOON))
        .containsExactly(100.0, 100.0, 100.0, 100.0, 300.0);
  }

  private static RequestCounts minute(Metrics metrics) {
    return metrics
        .readMinutes(PART, Set.of(TrafficSlice.CANARY), FIVE, false, NOON, NOON.plusSeconds(60))
        .orElseThrow()
        .find(TrafficSlice.CANARY, NOON)
        .orElseThrow();
  }

  private String stat(String id) {
    return cloudWatch.asked().get(0).metricDataQueries().stream()
        .filter(query -> query.id().equals(id))
        .findFirst()
        .orElseThrow()
        .metricStat()
        .stat();
  }
}
