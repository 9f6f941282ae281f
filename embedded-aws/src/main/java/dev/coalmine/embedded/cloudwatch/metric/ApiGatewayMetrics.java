package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The CloudWatch metrics of API stages. API Gateway reports under {@code AWS/ApiGateway} by
 * ApiName, and by ApiName and Stage. It has no dimension that separates the canary's requests
 * ("Amazon API Gateway dimensions and metrics"). The canary's metrics are under {@code
 * Coalmine/Stages}, as a metric filter on the {@code /Canary} group of the stage's access log would
 * report them. Errors count a 0 for every request without one, so that their averages are rates.
 * Without requests there is no data point.
 */
public final class ApiGatewayMetrics {
  private static final String NAMESPACE = "AWS/ApiGateway";
  private static final String CANARIES = "Coalmine/Stages";

  /** A reported side of a stage; its metrics never change. */
  private record StageMetricSource(String restApi, String apiName, String stage, boolean canary) {}

  private enum StageMeasure {
    REQUESTS,
    CLIENT_ERRORS,
    SERVER_ERRORS,
    LATENCIES;

    String unit() {
      return this == LATENCIES ? "Milliseconds" : "Count";
    }

    MetricSamples of(ApiGatewayMetricsMinute minute) {
      return switch (this) {
        case REQUESTS -> MetricSamples.of(1, (double) minute.requests());
        case CLIENT_ERRORS -> outcomes(minute.requests(), minute.clientErrors());
        case SERVER_ERRORS -> outcomes(minute.requests(), minute.serverErrors());
        case LATENCIES -> minute.latencies();
      };
    }

    private static MetricSamples outcomes(long requests, long yes) {
      return MetricSamples.of(new double[] {0, 1}, new double[] {requests - yes, yes});
    }
  }

  /** A metric and its measure. */
  private record StageMetric(StageMeasure measure, MetricKey key) {}

  private final Map<StageMetricSource, List<StageMetric>> metricsBySource =
      new ConcurrentHashMap<>();
  private final MetricStore store;
  private final MetricDelay delay;

  private ApiGatewayMetrics(MetricStore store, MetricDelay delay) {
    this.store = store;
    this.delay = delay;
  }

  /** Metrics whose data points are visible this long after the end of their minute. */
  public static ApiGatewayMetrics delayed(MetricStore store, Duration delay) {
    return new ApiGatewayMetrics(store, MetricDelay.fixed(delay));
  }

  /**
   * Metrics whose data points are visible 60 to 90 seconds after the end of their minute, with the
   * same delays as {@link LambdaMetrics} for the same seed.
   */
  public static ApiGatewayMetrics delayed(MetricStore store, long seed) {
    return new ApiGatewayMetrics(store, MetricDelay.random(seed));
  }

  /** Adds the requests of a minute or of a part of it. */
  public void publish(ApiGatewayMetricsMinute minute) {
    Instant visible = delay.visibleAt(minute.reported());
    for (StageMetric metric : metrics(minute)) {
      StageMeasure measure = metric.measure();
      store.add(metric.key(), minute.at(), measure.unit(), measure.of(minute), visible);
    }
  }

  private List<StageMetric> metrics(ApiGatewayMetricsMinute minute) {
    return metricsBySource.computeIfAbsent(
        new StageMetricSource(minute.restApi(), minute.apiName(), minute.stage(), minute.canary()),
        ApiGatewayMetrics::all);
  }

  private static List<StageMetric> all(StageMetricSource source) {
    List<StageMetric> all = new ArrayList<>(ofApi(Map.of("ApiName", source.apiName())));
    all.addAll(ofApi(Map.of("ApiName", source.apiName(), "Stage", source.stage())));
    if (source.canary()) {
      all.addAll(ofCanary(Map.of("RestApi", source.restApi(), "Stage", source.stage())));
    }
    return all;
  }

  private static List<StageMetric> ofApi(Map<String, String> dimensions) {
    return List.of(
        new StageMetric(StageMeasure.REQUESTS, MetricKey.of(NAMESPACE, "Count", dimensions)),
        new StageMetric(
            StageMeasure.CLIENT_ERRORS, MetricKey.of(NAMESPACE, "4XXError", dimensions)),
        new StageMetric(
            StageMeasure.SERVER_ERRORS, MetricKey.of(NAMESPACE, "5XXError", dimensions)),
        new StageMetric(StageMeasure.LATENCIES, MetricKey.of(NAMESPACE, "Latency", dimensions)),
        // No time passes here between the gateway and its integration.
        new StageMetric(
            StageMeasure.LATENCIES, MetricKey.of(NAMESPACE, "IntegrationLatency", dimensions)));
  }

  private static List<StageMetric> ofCanary(Map<String, String> dimensions) {
    return List.of(
        new StageMetric(StageMeasure.REQUESTS, MetricKey.of(CANARIES, "CanaryCount", dimensions)),
        new StageMetric(
            StageMeasure.SERVER_ERRORS, MetricKey.of(CANARIES, "Canary5XX", dimensions)),
        new StageMetric(
            StageMeasure.LATENCIES, MetricKey.of(CANARIES, "CanaryLatency", dimensions)));
  }
}
