package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * One MetricDatum of PutMetricData, validated against its API reference.
 *
 * @param key the metric
 * @param at its timestamp
 * @param resolution 1 or 60 seconds
 * @param unit as sent, or None
 * @param samples its values
 */
record MetricDatum(MetricKey key, Instant at, int resolution, String unit, MetricSamples samples) {
  private static final Duration PAST = Duration.ofDays(14);
  private static final Duration FUTURE = Duration.ofHours(2);

  static MetricDatum of(String namespace, CloudWatchParameters datum, Instant now, String path) {
    MetricKey named = MetricQuery.key(datum);
    Instant at = timestamp(datum, now, path);
    int resolution = datum.integer("StorageResolution", 60);
    if (resolution != 1 && resolution != 60) {
      throw CloudWatchErrors.invalidValue(
          "The parameter %s.StorageResolution must be 1 or 60, but is %d."
              .formatted(path, resolution));
    }
    String unit = datum.has("Unit") ? datum.text("Unit") : "None";
    MetricKey key = new MetricKey(namespace, named.name(), named.dimensions());
    return new MetricDatum(key, at, resolution, unit, samples(datum, path));
  }

  private static Instant timestamp(CloudWatchParameters datum, Instant now, String path) {
    Instant at = datum.moment("Timestamp", now);
    if (at.isBefore(now.minus(PAST)) || at.isAfter(now.plus(FUTURE))) {
      throw CloudWatchErrors.invalidValue(
          "The parameter %s.Timestamp must be within two weeks before and two hours after now, but is %s."
              .formatted(path, at));
    }
    return at;
  }

  void addTo(MetricStore store, Instant visibleAt) {
    store.add(key, at, resolution, unit, samples, visibleAt);
  }

  private static MetricSamples samples(CloudWatchParameters datum, String path) {
    long given = Stream.of("Value", "Values", "StatisticValues").filter(datum::has).count();
    if (given == 0) {
      throw CloudWatchErrors.missing(path + ".Value");
    }
    if (given > 1) {
      throw CloudWatchErrors.invalidCombination(
          "The parameters "
              + path
              + ".Value, "
              + path
              + ".Values and "
              + path
              + ".StatisticValues are mutually exclusive and you have specified more than one.");
    }
    if (datum.has("Counts") && !datum.has("Values")) {
      throw CloudWatchErrors.invalidCombination(
          "The parameter " + path + ".Counts can only be used with " + path + ".Values.");
    }
    if (datum.has("Value")) {
      return MetricSamples.of(number(datum.number("Value"), path + ".Value"), 1);
    }
    return datum.has("Values") ? values(datum, path) : statistics(datum, path);
  }

  private static MetricSamples values(CloudWatchParameters datum, String path) {
    double[] values = datum.numbers("Values");
    double[] counts = datum.numbers("Counts");
    if (!datum.has("Counts")) {
      counts = new double[values.length];
      Arrays.fill(counts, 1);
    }
    if (values.length != counts.length || values.length > 150) {
      throw CloudWatchErrors.invalidValue(
          "The parameters %s.Values and %s.Counts must have the same size, at most 150."
              .formatted(path, path));
    }
    for (int i = 0; i < values.length; i++) {
      number(values[i], path + ".Values.member." + (i + 1));
      positive(counts[i], path + ".Counts.member." + (i + 1));
    }
    return MetricSamples.of(values, counts);
  }

  private static MetricSamples statistics(CloudWatchParameters datum, String path) {
    CloudWatchParameters set = datum.tree("StatisticValues");
    double min = number(set.number("Minimum"), path + ".StatisticValues.Minimum");
    double max = number(set.number("Maximum"), path + ".StatisticValues.Maximum");
    double sum = number(set.number("Sum"), path + ".StatisticValues.Sum");
    double count = positive(set.number("SampleCount"), path + ".StatisticValues.SampleCount");
    if (min > max) {
      throw CloudWatchErrors.invalidCombination(
          "The parameter "
              + path
              + ".StatisticValues.Maximum must be greater than the parameter "
              + path
              + ".StatisticValues.Minimum.");
    }
    return MetricSamples.ofStatisticSet(count, sum, min, max);
  }

  private static double number(double number, String path) {
    if (!Double.isFinite(number) || Math.abs(number) > 0x1p360) {
      throw CloudWatchErrors.invalidValue(
          "The value " + number + " for parameter " + path + " is invalid.");
    }
    return number;
  }

  private static double positive(double number, String path) {
    if (number <= 0) {
      throw CloudWatchErrors.invalidValue(
          "The value " + number + " for parameter " + path + " must be greater than 0.");
    }
    return number(number, path);
  }
}
