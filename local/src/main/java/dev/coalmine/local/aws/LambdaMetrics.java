package dev.coalmine.local.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What Lambda reports to CloudWatch: namespace {@code AWS/Lambda}, once under each set of
 * dimensions that the Lambda developer guide names. Errors and Throttles count a 0 for every
 * invocation without one, so that their averages are rates. Where nothing was invoked there is no
 * point at all.
 */
public final class LambdaMetrics {
  private static final String NAMESPACE = "AWS/Lambda";

  private final MetricStore store;
  private final UnaryOperator<Instant> visible;

  private LambdaMetrics(MetricStore store, UnaryOperator<Instant> visible) {
    this.store = store;
    this.visible = visible;
  }

  /** Reports that show this long after their minute has ended. */
  public static LambdaMetrics late(MetricStore store, Duration delay) {
    return new LambdaMetrics(store, end -> end.plus(delay));
  }

  /**
   * Reports that show 60 to 90 seconds after their minute has ended, each minute at its own time,
   * always the same for the same seed.
   */
  public static LambdaMetrics late(MetricStore store, long seed) {
    return new LambdaMetrics(
        store,
        end -> {
          long mixed = seed * 0x9E3779B97F4A7C15L + end.getEpochSecond();
          return end.plusSeconds(new SplittableRandom(mixed).nextInt(60, 91));
        });
  }

  /** When the points of a minute show. */
  public Instant visibleAt(Instant minute) {
    return visible.apply(minute.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
  }

  /** Reports what was invoked; parts of one minute add up. */
  public void publish(LambdaMetricsMinute minute) {
    for (Map<String, String> dimensions : dimensions(minute)) {
      long fine = minute.invocations() - minute.errors();
      count(minute, "Invocations", dimensions, MetricSamples.of(1, (double) minute.invocations()));
      count(minute, "Errors", dimensions, outcomes(fine, minute.errors()));
      count(minute, "Throttles", dimensions, outcomes(minute.invocations(), minute.throttles()));
      add(minute, "Duration", dimensions, "Milliseconds", minute.durations());
    }
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

  private void count(
      LambdaMetricsMinute minute,
      String name,
      Map<String, String> dimensions,
      MetricSamples samples) {
    add(minute, name, dimensions, "Count", samples);
  }

  private void add(
      LambdaMetricsMinute minute,
      String name,
      Map<String, String> dimensions,
      String unit,
      MetricSamples samples) {
    MetricKey key = new MetricKey(NAMESPACE, name, new TreeMap<>(dimensions));
    store.add(key, minute.at(), unit, samples, visibleAt(minute.at()));
  }
}
