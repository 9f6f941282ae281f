package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What CloudWatch shows of an API's stages. API Gateway itself reports under {@code AWS/ApiGateway}
 * to the API's name, and to its name and the stage's; it has no dimension that tells the canary's
 * requests from the others ("Amazon API Gateway dimensions and metrics"). Those are under {@code
 * Coalmine/Stages}, as a metric filter on the {@code /Canary} group of the stage's access log would
 * report them. Errors count a 0 for every request without one, so that their averages are rates.
 * Where nothing was asked there is no point at all.
 */
public final class ApiGatewayMetrics {
  private static final String NAMESPACE = "AWS/ApiGateway";
  private static final String CANARIES = "Coalmine/Stages";

  /** What was asked: each has its metrics for good. */
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

  /** A metric and what it measures. */
  private record StageMetric(StageMeasure measure, MetricKey key) {}

  private final Map<StageMetricSource, List<StageMetric>> metricsBySource =
      new ConcurrentHashMap<>();
  private final MetricStore store;
  private final MetricDelay delay;

  private ApiGatewayMetrics(MetricStore store, MetricDelay delay) {
    this.store = store;
    this.delay = delay;
  }

  /** Reports that show this long after their minute has ended. */
  public static ApiGatewayMetrics delayed(MetricStore store, Duration delay) {
    return new ApiGatewayMetrics(store, MetricDelay.fixed(delay));
  }

  /**
   * Reports that show 60 to 90 seconds after their minute has ended, as those of {@link
   * LambdaMetrics} with the same seed.
   */
  public static ApiGatewayMetrics delayed(MetricStore store, long seed) {
    return new ApiGatewayMetrics(store, MetricDelay.random(seed));
  }

  /** Reports what was asked; parts of one minute add up. */
  public void publish(ApiGatewayMetricsMinute minute) {
    Instant visible = delay.visibleAt(minute.at());
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
        // No time passes here between the gateway and what is behind it.
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
