package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The metrics that Lambda reports to CloudWatch: namespace {@code AWS/Lambda}, once under each set
 * of dimensions of the Lambda developer guide. Errors and Throttles count a 0 for every invocation
 * without one, so that their averages are rates. Without invocations there is no data point.
 */
public final class LambdaMetrics {
  private static final String NAMESPACE = "AWS/Lambda";

  /** An invoked version with its alias; its metrics never change. */
  private record FunctionMetricSource(String function, String alias, String version) {}

  /** The metrics under one set of dimensions. */
  private record FunctionMetricKeys(
      MetricKey invocations, MetricKey errors, MetricKey throttles, MetricKey durations) {
    static FunctionMetricKeys of(Map<String, String> dimensions) {
      return new FunctionMetricKeys(
          MetricKey.of(NAMESPACE, "Invocations", dimensions),
          MetricKey.of(NAMESPACE, "Errors", dimensions),
          MetricKey.of(NAMESPACE, "Throttles", dimensions),
          MetricKey.of(NAMESPACE, "Duration", dimensions));
    }
  }

  private final Map<FunctionMetricSource, List<FunctionMetricKeys>> metricsBySource =
      new ConcurrentHashMap<>();
  private final MetricStore store;
  private final MetricDelay delay;

  private LambdaMetrics(MetricStore store, MetricDelay delay) {
    this.store = store;
    this.delay = delay;
  }

  /** Metrics whose data points are visible this long after the end of their minute. */
  public static LambdaMetrics delayed(MetricStore store, Duration delay) {
    return new LambdaMetrics(store, MetricDelay.fixed(delay));
  }

  /**
   * Metrics whose data points are visible 60 to 90 seconds after the end of their minute. Each
   * minute has its own delay, which depends only on the seed.
   */
  public static LambdaMetrics delayed(MetricStore store, long seed) {
    return new LambdaMetrics(store, MetricDelay.random(seed));
  }

  /** When the data points of invocations that ended in a minute become visible. */
  public Instant visibleAt(Instant minute) {
    return delay.visibleAt(minute);
  }

  /** Adds the invocations of a minute or of a part of it. */
  public void publish(LambdaMetricsMinute minute) {
    Instant visible = visibleAt(minute.reported());
    MetricSamples invocations = MetricSamples.of(1, (double) minute.invocations());
    MetricSamples errors = outcomes(minute.invocations() - minute.errors(), minute.errors());
    MetricSamples throttles = outcomes(minute.invocations(), minute.throttles());
    for (FunctionMetricKeys metrics : metrics(minute)) {
      store.add(metrics.invocations(), minute.at(), "Count", invocations, visible);
      store.add(metrics.errors(), minute.at(), "Count", errors, visible);
      store.add(metrics.throttles(), minute.at(), "Count", throttles, visible);
      store.add(metrics.durations(), minute.at(), "Milliseconds", minute.durations(), visible);
    }
  }

  private List<FunctionMetricKeys> metrics(LambdaMetricsMinute minute) {
    return metricsBySource.computeIfAbsent(
        new FunctionMetricSource(minute.function(), minute.alias(), minute.version()),
        invoked -> dimensions(minute).stream().map(FunctionMetricKeys::of).toList());
  }

  private static MetricSamples outcomes(long no, long yes) {
    return MetricSamples.of(new double[] {0, 1}, new double[] {no, yes});
  }

  /**
   * Resource is {@code function:alias} or {@code function:version}, and ExecutedVersion exists only
   * with an alias. Traffic through an alias is not counted under its version ("Lambda function
   * metrics: dimensions").
   */
  private static List<Map<String, String>> dimensions(LambdaMetricsMinute minute) {
    String function = minute.function();
    List<Map<String, String>> sets = new ArrayList<>();
    sets.add(Map.of());
    sets.add(Map.of("FunctionName", function));
    boolean versioned = !minute.version().isEmpty() && !minute.version().equals("$LATEST");
    if (!minute.alias().isEmpty()) {
      String resource = function + ":" + minute.alias();
      sets.add(Map.of("FunctionName", function, "Resource", resource));
      if (versioned) {
        sets.add(
            Map.of(
                "FunctionName", function,
                "Resource", resource,
                "ExecutedVersion", minute.version()));
      }
    } else if (versioned) {
      sets.add(Map.of("FunctionName", function, "Resource", function + ":" + minute.version()));
    }
    return sets;
  }
}
