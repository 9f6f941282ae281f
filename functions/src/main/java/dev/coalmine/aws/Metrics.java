package dev.coalmine.aws;

import dev.coalmine.release.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * What Lambda reports to CloudWatch of an alias and its versions. One GetMetricData call for all
 * that a look needs: each query spans all minutes that are new, and each one asked for is billed.
 */
public final class Metrics {
  /** The percentiles of the baseline that durations are compared with. */
  private static final List<String> PERCENTILES = List.of("p30", "p50", "p75", "p90", "p99");

  private static final Duration PAST = Duration.ofHours(3);
  private static final int MINUTE = 60;

  private final CloudWatchClient cloudWatch;
  private final Exceedance exceedance;

  Metrics(CloudWatchClient cloudWatch, Exceedance exceedance) {
    this.cloudWatch = cloudWatch;
    this.exceedance = exceedance;
  }

  /** Whose requests to count. */
  public enum Side {
    /** Of all versions together: all there is before a release and after promotion. */
    ALIAS,
    /** Of the version under trial; Lambda reports it only for callers of the alias. */
    CANARY,
    /** Of the version that serves now. */
    BASELINE;

    /** How the ids of its queries begin. */
    private String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What CloudWatch has of some minutes.
   *
   * @param sides counts by the start of their minute; minutes without callers are absent, and so
   *     are those that CloudWatch does not have yet
   */
  public record Minutes(Map<Side, SortedMap<Instant, Counts>> sides) {
    /** The counts of a minute, if CloudWatch has any. */
    public Optional<Counts> find(Side side, Instant minute) {
      return Optional.ofNullable(sides.get(side)).map(minutes -> minutes.get(minute));
    }
  }

  /**
   * The five thresholds of duration, in ms: percentiles of the alias over the last three hours.
   * None when it had no callers, or when CloudWatch could not tell.
   */
  public List<Double> thresholds(Target target, Instant now) {
    Instant end = Instant.ofEpochSecond(now.getEpochSecond() / MINUTE * MINUTE);
    List<MetricDataQuery> queries = new ArrayList<>();
    for (String percentile : PERCENTILES) {
      queries.add(
          query(
              percentile,
              "Duration",
              percentile,
              (int) PAST.toSeconds(),
              dimensions(target, Optional.empty())));
    }
    Optional<Map<String, SortedMap<Instant, Double>>> answer = ask(queries, end.minus(PAST), end);
    List<Double> thresholds = new ArrayList<>();
    for (String percentile : PERCENTILES) {
      answer
          .map(all -> all.get(percentile))
          .filter(values -> !values.isEmpty())
          .ifPresent(values -> thresholds.add(values.get(values.firstKey())));
    }
    return thresholds.size() == PERCENTILES.size() ? thresholds : List.of();
  }

  /**
   * The counts of some minutes.
   *
   * @param versions whose counts; the version for each side, which is not needed for the alias
   * @param from start of the first minute
   * @param to end of the last minute
   * @return nothing if CloudWatch could not answer in full: then nothing is known, not even zeros
   */
  public Optional<Minutes> minutes(
      Target target,
      Map<Side, String> versions,
      List<Double> thresholds,
      Instant from,
      Instant to) {
    List<MetricDataQuery> queries = new ArrayList<>();
    versions.forEach(
        (side, version) -> {
          List<Dimension> dimensions =
              dimensions(target, side == Side.ALIAS ? Optional.empty() : Optional.of(version));
          String id = side.id();
          queries.add(query(id + "_errors", "Errors", "Sum", MINUTE, dimensions));
          queries.add(query(id + "_throttles", "Throttles", "Sum", MINUTE, dimensions));
          queries.add(query(id + "_durations", "Duration", "SampleCount", MINUTE, dimensions));
          for (int i = 0; i < thresholds.size(); i++) {
            String statistic = exceedance.statistic(thresholds.get(i));
            queries.add(query(id + "_above" + i, "Duration", statistic, MINUTE, dimensions));
          }
        });
    return ask(queries, from, to)
        .map(
            answer -> {
              Map<Side, SortedMap<Instant, Counts>> sides = new HashMap<>();
              for (Side side : versions.keySet()) {
                String id = side.id();
                sides.put(side, counts(answer, id, thresholds.size()));
              }
              return new Minutes(sides);
            });
  }

  private SortedMap<Instant, Counts> counts(
      Map<String, SortedMap<Instant, Double>> answer, String id, int thresholds) {
    SortedMap<Instant, Counts> counts = new TreeMap<>();
    SortedSet<Instant> minutes = new TreeSet<>(answer.get(id + "_durations").keySet());
    minutes.addAll(
        answer.get(id + "_throttles").keySet()); // those that were turned away, all of them
    for (Instant minute : minutes) {
      double durations = answer.get(id + "_durations").getOrDefault(minute, 0.0);
      double throttles = answer.get(id + "_throttles").getOrDefault(minute, 0.0);
      double errors = answer.get(id + "_errors").getOrDefault(minute, 0.0);
      List<Double> above = new ArrayList<>();
      for (int i = 0; i < thresholds; i++) {
        Double of = answer.get(id + "_above" + i).get(minute);
        above.add(of == null ? 0 : exceedance.count(of, durations));
      }
      counts.put(minute, new Counts(durations + throttles, errors + throttles, durations, above));
    }
    return counts;
  }

  /** Values by query and moment; nothing unless every query was answered completely. */
  private Optional<Map<String, SortedMap<Instant, Double>>> ask(
      List<MetricDataQuery> queries, Instant from, Instant to) {
    Map<String, SortedMap<Instant, Double>> values = new HashMap<>();
    Map<String, StatusCode> last = new HashMap<>();
    GetMetricDataRequest request =
        GetMetricDataRequest.builder()
            .metricDataQueries(queries)
            .startTime(from)
            .endTime(to)
            .scanBy(ScanBy.TIMESTAMP_ASCENDING)
            .build();
    cloudWatch
        .getMetricDataPaginator(request)
        .forEach(
            page ->
                page.metricDataResults()
                    .forEach(
                        result -> {
                          last.put(result.id(), result.statusCode());
                          add(result, values.computeIfAbsent(result.id(), id -> new TreeMap<>()));
                        }));
    boolean complete =
        queries.stream().allMatch(query -> last.get(query.id()) == StatusCode.COMPLETE);
    return complete ? Optional.of(values) : Optional.empty();
  }

  private static void add(MetricDataResult result, SortedMap<Instant, Double> values) {
    for (int i = 0; i < result.timestamps().size(); i++) {
      values.put(result.timestamps().get(i), result.values().get(i));
    }
  }

  private static MetricDataQuery query(
      String id, String metric, String statistic, int period, List<Dimension> dimensions) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            stat ->
                stat.metric(
                        of -> of.namespace("AWS/Lambda").metricName(metric).dimensions(dimensions))
                    .period(period)
                    .stat(statistic))
        .build();
  }

  /**
   * ExecutedVersion exists only beside a Resource that names the alias (observed by users of CDK).
   */
  private static List<Dimension> dimensions(Target target, Optional<String> version) {
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(dimension("FunctionName", target.functionName()));
    dimensions.add(dimension("Resource", target.toString()));
    version.ifPresent(executed -> dimensions.add(dimension("ExecutedVersion", executed)));
    return dimensions;
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }
}
