package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One MetricDataQuery of GetMetricData or of an alarm: a statistic of a metric, or math. */
public sealed interface MetricQuery {
  /** Ids start with a lower-case letter (GetMetricData API reference). */
  Pattern ID = Pattern.compile("[a-z][A-Za-z0-9_]{0,254}");

  /** The id for expressions. */
  String id();

  /** The label that the query gives to its result; empty if it gives none. */
  String label();

  /** Whether the response contains its result. */
  boolean returned();

  /** A statistic of one metric; an empty unit means all units. */
  record StatisticQuery(
      String id,
      String label,
      boolean returned,
      MetricKey key,
      int period,
      MetricStatistic statistic,
      String unit)
      implements MetricQuery {}

  /** Math over other queries. */
  record MathQuery(String id, String label, boolean returned, MetricMath math)
      implements MetricQuery {}

  /**
   * Reads one query.
   *
   * @throws AwsError ValidationError if it is neither or both, or malformed
   */
  static MetricQuery of(CloudWatchParameters query) {
    String id = query.text("Id");
    if (!ID.matcher(id).matches()) {
      throw CloudWatchErrors.validation(
          "The value " + id + " for parameter MetricDataQueries.Id must match " + ID + ".");
    }
    if (query.has("MetricStat") == query.has("Expression")) {
      throw CloudWatchErrors.validation(
          "Query " + id + " must have exactly one of MetricStat and Expression.");
    }
    boolean returned = query.flag("ReturnData", true);
    if (query.has("Expression")) {
      MetricMath math = MetricMath.parse(query.text("Expression"));
      return new MathQuery(id, query.has("Label") ? query.text("Label") : id, returned, math);
    }
    return stat(query, id, returned);
  }

  /** Reads a metric from a structure with Namespace, MetricName and Dimensions. */
  static MetricKey key(CloudWatchParameters metric) {
    TreeMap<String, String> dimensions = new TreeMap<>();
    metric
        .trees("Dimensions")
        .forEach(each -> dimensions.put(each.text("Name"), each.text("Value")));
    return new MetricKey(metric.text("Namespace"), metric.text("MetricName"), dimensions);
  }

  /** Returns the period if CloudWatch has it: 1, 5, 10, 20, 30 or a multiple of 60 seconds. */
  static int checkedPeriod(int period) {
    boolean known = period % 60 == 0 || period == 1 || period == 5 || period == 10;
    if (!known && period != 20 && period != 30) {
      throw CloudWatchErrors.validation(
          "The value "
              + period
              + " for parameter Period must be 1, 5, 10, 20, 30 or a multiple of"
              + " 60.");
    }
    return period;
  }

  private static StatisticQuery stat(CloudWatchParameters query, String id, boolean returned) {
    CloudWatchParameters stat = query.tree("MetricStat");
    MetricKey key = key(stat.tree("Metric"));
    return new StatisticQuery(
        id,
        query.text("Label"),
        returned,
        key,
        checkedPeriod(stat.integer("Period", 60)),
        MetricStatistic.named(stat.text("Stat")),
        stat.text("Unit"));
  }
}
