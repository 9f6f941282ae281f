package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Lambda reports to CloudWatch: namespace {@code AWS/Lambda}, once under each set of
 * dimensions that the Lambda developer guide names. Errors and Throttles count a 0 for every
 * invocation without one, so that their averages are rates. Where nothing was invoked there is no
 * point at all.
 */
public final class LambdaMetrics {
  private static final String NAMESPACE = "AWS/Lambda";

  /** What was invoked through what: each has its metrics for good. */
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

  /** Reports that show this long after their minute has ended. */
  public static LambdaMetrics delayed(MetricStore store, Duration delay) {
    return new LambdaMetrics(store, MetricDelay.fixed(delay));
  }

  /**
   * Reports that show 60 to 90 seconds after their minute has ended, each minute at its own time,
   * always the same for the same seed.
   */
  public static LambdaMetrics delayed(MetricStore store, long seed) {
    return new LambdaMetrics(store, MetricDelay.random(seed));
  }

  /** When the points of a minute show. */
  public Instant visibleAt(Instant minute) {
    return delay.visibleAt(minute);
  }

  /** Reports what was invoked; parts of one minute add up. */
  public void publish(LambdaMetricsMinute minute) {
    Instant visible = visibleAt(minute.at());
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
   * beside an alias: traffic through an alias is not counted under its version ("Lambda function
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
