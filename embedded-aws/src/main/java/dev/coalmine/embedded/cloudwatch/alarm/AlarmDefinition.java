package dev.coalmine.embedded.cloudwatch.alarm;

import dev.coalmine.embedded.cloudwatch.metric.MetricQueries;
import dev.coalmine.embedded.cloudwatch.metric.MetricQuery;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The definition of a metric alarm, from PutMetricAlarm's input.
 *
 * @param queries the metric, or the math and its metrics
 * @param watchedQueryId id of the query that is compared
 * @param period of a data point, in seconds
 * @param evaluation decides the state from data points
 * @param comparison of a data point with the threshold
 * @param threshold in the metric's unit
 * @param ignoresFewSamples whether percentiles of too few samples keep the state
 * @param hasDatapointsToAlarm whether DatapointsToAlarm was given, which changes the wording of
 *     StateReason
 */
record AlarmDefinition(
    MetricQueries queries,
    String watchedQueryId,
    int period,
    AlarmEvaluation evaluation,
    AlarmComparison comparison,
    double threshold,
    boolean ignoresFewSamples,
    boolean hasDatapointsToAlarm) {

  /**
   * Reads and validates a metric alarm.
   *
   * @throws AwsError ValidationError if the API would refuse it, or if it is not supported here
   */
  static AlarmDefinition of(CloudWatchParameters input) {
    refuseUnsupported(input);
    MetricQueries queries = new MetricQueries(queries(input));
    String watched = watchedQueryId(queries);
    int periods = required(input, "EvaluationPeriods").integer("EvaluationPeriods", 1);
    int toAlarm = datapointsToAlarm(input, periods);
    checkSpan(queries.period(), periods);
    queries.points(watched, new MetricStore(), 0, queries.period(), Instant.EPOCH); // a series
    return new AlarmDefinition(
        queries,
        watched,
        queries.period(),
        new AlarmEvaluation(periods, toAlarm, treatment(input)),
        AlarmComparison.valueOf(required(input, "ComparisonOperator").text("ComparisonOperator")),
        required(input, "Threshold").number("Threshold"),
        fewSamples(input).equals("ignore"),
        input.has("DatapointsToAlarm"));
  }

  private static String watchedQueryId(MetricQueries queries) {
    List<String> returned =
        queries.all().stream().filter(MetricQuery::returned).map(MetricQuery::id).toList();
    require(returned.size() == 1, "Exactly one element of the metrics list should return data.");
    require(
        queries.evenPeriods(), "Metrics list must have the same period for all of its metrics.");
    return returned.get(0);
  }

  private static int datapointsToAlarm(CloudWatchParameters input, int periods) {
    int toAlarm = input.integer("DatapointsToAlarm", periods);
    require(
        toAlarm <= periods,
        "The parameter DatapointsToAlarm %d must be less than or equal to EvaluationPeriods %d."
            .formatted(toAlarm, periods));
    return toAlarm;
  }

  /** The watched statistic. Empty when the alarm watches math. */
  Optional<MetricQuery.StatisticQuery> stat() {
    return queries.all().stream()
        .filter(query -> query.id().equals(watchedQueryId))
        .filter(MetricQuery.StatisticQuery.class::isInstance)
        .map(MetricQuery.StatisticQuery.class::cast)
        .findFirst();
  }

  private static void refuseUnsupported(CloudWatchParameters input) {
    require(
        !input.has("ThresholdMetricId"),
        "ThresholdMetricId, anomaly detection, is not supported here.");
    require(
        !input.has("EvaluationCriteria") && !input.has("EvaluationInterval"),
        "EvaluationCriteria, PromQL alarms, are not supported here.");
    String comparison = input.text("ComparisonOperator");
    require(
        !comparison.contains("UpperThreshold") && !comparison.contains("LowerThreshold"),
        "ComparisonOperator " + comparison + ", anomaly detection, is not supported here.");
  }

  /** The queries of the alarm. A plain metric alarm becomes a list of one query. */
  private static List<CloudWatchParameters> queries(CloudWatchParameters input) {
    if (input.has("Metrics") && !input.trees("Metrics").isEmpty()) {
      boolean both =
          Stream.of("MetricName", "Namespace", "Period", "Statistic", "ExtendedStatistic", "Unit")
              .anyMatch(input::has);
      require(
          !both, "Metrics list cannot be used with MetricName, Namespace, Period or Statistic.");
      return input.trees("Metrics");
    }
    return List.of(plainQuery(input));
  }

  private static CloudWatchParameters plainQuery(CloudWatchParameters input) {
    require(input.has("MetricName"), "The parameter MetricName must not be empty.");
    required(input, "Namespace");
    int period = required(input, "Period").integer("Period", 60);
    require(
        period == 10 || period == 20 || period == 30 || period % 60 == 0,
        "Period must be 10, 20, 30 or a multiple of 60.");
    require(
        input.has("Statistic") != input.has("ExtendedStatistic"),
        "Exactly one of Statistic and ExtendedStatistic must be specified.");
    String stat = input.has("Statistic") ? "Statistic" : "ExtendedStatistic";
    Map<String, Object> metricStat =
        Map.of(
            "Metric", input.fields(),
            "Period", period,
            "Stat", input.text(stat),
            "Unit", input.text("Unit"));
    return new CloudWatchParameters(Map.of("Id", "m1", "MetricStat", metricStat));
  }

  /**
   * An alarm evaluates at most one day, or a week with periods of an hour or more (PutMetricAlarm).
   */
  private static void checkSpan(int period, int periods) {
    long longest = period >= 3600 ? 604_800 : 86_400;
    require(
        (long) period * periods <= longest,
        "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= "
            + longest
            + ").");
  }

  private static MissingDataTreatment treatment(CloudWatchParameters input) {
    String text = input.has("TreatMissingData") ? input.text("TreatMissingData") : "missing";
    return Stream.of(MissingDataTreatment.values())
        .filter(each -> each.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                CloudWatchErrors.validation(
                    "The value " + text + " is not supported for TreatMissingData parameter."));
  }

  private static String fewSamples(CloudWatchParameters input) {
    String name = "EvaluateLowSampleCountPercentile";
    String text = input.has(name) ? input.text(name) : "evaluate";
    require(
        text.equals("evaluate") || text.equals("ignore"),
        "The value " + text + " is not supported for " + name + " parameter.");
    return text;
  }

  private static CloudWatchParameters required(CloudWatchParameters input, String name) {
    require(input.has(name), "The parameter " + name + " must be specified.");
    return input;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw CloudWatchErrors.validation(otherwise);
    }
  }
}
