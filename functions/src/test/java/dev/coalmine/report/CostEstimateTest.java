package dev.coalmine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is paid for by the piece. */
class CostEstimateTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static CostEstimate bill(Duration ran) {
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
    assertThat(bill(Duration.ofSeconds(30)).lines())
        .extracting(
            CostEstimate.CostItem::what,
            CostEstimate.CostItem::count,
            line -> "%.7f".formatted(line.dollars()))
        .containsExactly(
            tuple("state transitions of Step Functions", 4_000.0, "0.1000000"),
            tuple("requests to Lambda", 1_000.0, "0.0002000"),
            tuple("GB-seconds of Lambda", 30.0, "0.0004000"),
            tuple("metrics from GetMetricData", 0.0, "0.0000000"),
            tuple("events on EventBridge", 500.0, "0.0005000"));
    assertThat(bill(Duration.ofSeconds(30)).dollars()).isEqualTo(0.1011, within(0.000_001));
  }

  @Test
  void whereTheClockStoodStillATenthOfASecondIsAssumedAndSaid() {
    CostEstimate assumed = bill(Duration.ZERO);

    assertThat(assumed.lines().get(2).count()).isEqualTo(100);
    assertThat(assumed.remarks())
        .contains("assumed: a request to Lambda runs for a tenth of a second");
    assertThat(bill(Duration.ofSeconds(30)).remarks())
        .noneMatch(remark -> remark.startsWith("assumed"));
  }
}
