package dev.coalmine.embedded.cloudwatch.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LambdaMetricsTest {
  private static final Instant MINUTE = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = MINUTE.plus(Duration.ofHours(1));

  private final MetricStore store = new MetricStore();
  private final LambdaMetrics metrics = LambdaMetrics.delayed(store, Duration.ofSeconds(70));

  @Test
  void aliasTrafficHasEachDocumentedSetOfDimensions() {
    publish("live", "7", 90, 9);
    publish("live", "8", 10, 1);
    assertThat(sum("Invocations", Map.of())).hasValue(100);
    assertThat(sum("Invocations", Map.of("FunctionName", "orders"))).hasValue(100);
    Map<String, String> alias = Map.of("FunctionName", "orders", "Resource", "orders:live");
    assertThat(sum("Errors", alias)).hasValue(10);
    assertThat(sum("Errors", version("8"))).hasValue(1);
    assertThat(sum("Duration", version("8"))).hasValue(1200);
    assertThat(sum("Throttles", version("7"))).hasValue(0);
    assertThat(sum("Errors", Map.of("FunctionName", "orders", "Resource", "orders:8"))).isEmpty();
    assertThat(store.keys(LATER)).hasSize(5 * 4);
  }

  @Test
  void versionTrafficHasNoExecutedVersion() {
    publish("", "8", 10, 0);
    publish("", "$LATEST", 5, 0);
    assertThat(sum("Invocations", Map.of("FunctionName", "orders", "Resource", "orders:8")))
        .hasValue(10);
    assertThat(sum("Invocations", Map.of("FunctionName", "orders"))).hasValue(15);
    assertThat(store.keys(LATER)).hasSize(3 * 4);
  }

  @Test
  void theAverageOfErrorsIsTheirRate() {
    publish("live", "8", 40, 10);
    assertThat(statistic("Average", "Errors", version("8"))).hasValue(0.25);
    assertThat(statistic("SampleCount", "Errors", version("8"))).hasValue(40);
  }

  @Test
  void withoutInvocationsThereIsNoPoint() {
    publish("live", "8", 0, 0);
    assertThat(store.keys(LATER)).isEmpty();
  }

  @Test
  void pointsBecomeVisibleOnlyAfterTheDelay() {
    publish("live", "8", 1, 0);
    MetricKey key =
        new MetricKey("AWS/Lambda", "Invocations", MetricKey.of("", "", version("8")).dimensions());
    long from = MINUTE.getEpochSecond();
    assertThat(store.samplesByPeriod(key, "", from, from + 60, 60, MINUTE.plusSeconds(129)))
        .isEmpty();
    assertThat(store.samplesByPeriod(key, "", from, from + 60, 60, MINUTE.plusSeconds(130)))
        .hasSize(1);
  }

  @Test
  void theSeedDecidesTheDelayWithinItsBounds() {
    for (int i = 0; i < 100; i++) {
      Instant minute = MINUTE.plus(Duration.ofMinutes(i));
      Instant shown = LambdaMetrics.delayed(store, 7).visibleAt(minute);
      assertThat(shown).isBetween(minute.plusSeconds(120), minute.plusSeconds(150));
      assertThat(shown)
          .isEqualTo(LambdaMetrics.delayed(store, 7).visibleAt(minute.plusSeconds(59)));
    }
  }

  @Test
  void moreErrorsThanInvocationsAreRefused() {
    assertThatThrownBy(() -> publish("live", "8", 1, 2))
        .hasMessageContaining("2 errors exceed 1 invocations");
  }

  private void publish(String alias, String version, long invocations, long errors) {
    metrics.publish(
        new LambdaMetricsMinute(
            "orders",
            alias,
            version,
            MINUTE.plusSeconds(5),
            MINUTE.plusSeconds(6),
            invocations,
            errors,
            0,
            MetricSamples.of(120, (double) invocations)));
  }

  private static Map<String, String> version(String version) {
    return Map.of("FunctionName", "orders", "Resource", "orders:live", "ExecutedVersion", version);
  }

  private OptionalDouble sum(String name, Map<String, String> dimensions) {
    return statistic("Sum", name, dimensions);
  }

  private OptionalDouble statistic(String stat, String name, Map<String, String> dimensions) {
    long from = MINUTE.getEpochSecond();
    NavigableMap<Long, MetricSamples> found =
        store.samplesByPeriod(
            MetricKey.of("AWS/Lambda", name, dimensions), "", from, from + 60, 60, LATER);
    return found.isEmpty()
        ? OptionalDouble.empty()
        : MetricStatistic.named(stat).compute(found.get(from));
  }
}
