package dev.coalmine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cost of each item. */
class CostEstimateTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static CostEstimate estimate(Duration ran) {
    return CostEstimate.of(
        new ReleaseHistory(
            "arn:run",
            NOON,
            NOON,
            "{}",
            List.of(),
            List.of(),
            Optional.empty(),
            new ReleaseHistory.ResourceUsage(4_000, 1_000, 500, ran)));
  }

  @Test
  void eachThingHasItsListPrice() {
    assertThat(estimate(Duration.ofSeconds(30)).lines())
        .extracting(
            CostEstimate.CostItem::what,
            CostEstimate.CostItem::count,
            line -> "%.7f".formatted(line.dollars()))
        .containsExactly(
            tuple("Step Functions state transitions", 4_000.0, "0.1000000"),
            tuple("Lambda requests", 1_000.0, "0.0002000"),
            tuple("Lambda GB-seconds", 30.0, "0.0004000"),
            tuple("GetMetricData metrics", 0.0, "0.0000000"),
            tuple("EventBridge events", 500.0, "0.0005000"));
    assertThat(estimate(Duration.ofSeconds(30)).dollars()).isEqualTo(0.1011, within(0.000_001));
  }

  @Test
  void whereTheClockStoodStillATenthOfASecondIsAssumedAndSaid() {
    CostEstimate assumed = estimate(Duration.ZERO);

    assertThat(assumed.lines().get(2).count()).isEqualTo(100);
    assertThat(assumed.remarks())
        .contains("assumed: each Lambda request runs for a tenth of a second");
    assertThat(estimate(Duration.ofSeconds(30)).remarks())
        .noneMatch(remark -> remark.startsWith("assumed"));
  }
}
