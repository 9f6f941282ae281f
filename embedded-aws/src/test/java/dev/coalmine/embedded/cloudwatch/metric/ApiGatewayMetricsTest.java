package dev.coalmine.embedded.cloudwatch.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ApiGatewayMetricsTest {
  private static final Instant MINUTE = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = MINUTE.plus(Duration.ofHours(1));
  private static final Map<String, String> API = Map.of("ApiName", "shop");
  private static final Map<String, String> STAGE = Map.of("ApiName", "shop", "Stage", "prod");
  private static final Map<String, String> CANARY =
      Map.of("RestApi", "a1b2c3d4e5", "Stage", "prod");

  private final MetricStore store = new MetricStore();
  private final ApiGatewayMetrics metrics =
      ApiGatewayMetrics.delayed(store, Duration.ofSeconds(70));

  @Test
  void apiGatewayCountsBothSidesOfAStageTogether() {
    publish("prod", false, 90, 4, 9);
    publish("prod", true, 10, 0, 6);
    publish("test", false, 7, 0, 0);
    assertThat(statistic("SampleCount", "AWS/ApiGateway", "Count", API)).hasValue(107);
    assertThat(statistic("Sum", "AWS/ApiGateway", "Count", STAGE)).hasValue(100);
    assertThat(statistic("Sum", "AWS/ApiGateway", "4XXError", STAGE)).hasValue(4);
    assertThat(statistic("Average", "AWS/ApiGateway", "5XXError", STAGE)).hasValue(0.15);
    assertThat(statistic("p90", "AWS/ApiGateway", "Latency", STAGE)).hasValue(40);
    assertThat(statistic("Maximum", "AWS/ApiGateway", "IntegrationLatency", API)).hasValue(40);
  }

  @Test
  void onlyTheCanaryIsInTheNamespaceOfItsLogFilter() {
    publish("prod", false, 90, 4, 9);
    publish("prod", true, 10, 0, 6);
    assertThat(statistic("Sum", "Coalmine/Stages", "CanaryCount", CANARY)).hasValue(10);
    assertThat(statistic("Average", "Coalmine/Stages", "Canary5XX", CANARY)).hasValue(0.6);
    assertThat(statistic("SampleCount", "Coalmine/Stages", "CanaryLatency", CANARY)).hasValue(10);
  }

  @Test
  void productionWithoutACanaryHasNoCanaryPoint() {
    publish("prod", false, 90, 4, 9);
    assertThat(store.keys(LATER)).noneMatch(key -> key.namespace().equals("Coalmine/Stages"));
  }

  @Test
  void withoutRequestsThereIsNoPoint() {
    publish("prod", true, 0, 0, 0);
    assertThat(store.keys(LATER)).isEmpty();
  }

  @Test
  void pointsBecomeVisibleWithThoseOfLambda() {
    ApiGatewayMetrics.delayed(store, 7).publish(minute("prod", true, 1, 0, 0));
    Instant shown = LambdaMetrics.delayed(store, 7).visibleAt(MINUTE);
    assertThat(store.keys(shown.minusMillis(1))).isEmpty();
    assertThat(store.keys(shown)).hasSize(2 * 5 + 3);
  }

  @Test
  void moreErrorsThanRequestsAreRefused() {
    assertThatThrownBy(() -> publish("prod", true, 2, 1, 2))
        .hasMessageContaining("1 and 2 errors exceed 2 requests");
  }

  private void publish(
      String stage, boolean canary, long requests, long clientErrors, long serverErrors) {
    metrics.publish(minute(stage, canary, requests, clientErrors, serverErrors));
  }

  private static ApiGatewayMetricsMinute minute(
      String stage, boolean canary, long requests, long clientErrors, long serverErrors) {
    return new ApiGatewayMetricsMinute(
        "a1b2c3d4e5",
        "shop",
        stage,
        canary,
        MINUTE.plusSeconds(5),
        MINUTE.plusSeconds(5),
        requests,
        clientErrors,
        serverErrors,
        MetricSamples.of(40, (double) requests));
  }

  private OptionalDouble statistic(
      String stat, String namespace, String name, Map<String, String> dimensions) {
    long from = MINUTE.getEpochSecond();
    NavigableMap<Long, MetricSamples> found =
        store.samplesByPeriod(
            MetricKey.of(namespace, name, dimensions), "", from, from + 60, 60, LATER);
    return found.isEmpty()
        ? OptionalDouble.empty()
        : MetricStatistic.named(stat).compute(found.get(from));
  }
}
