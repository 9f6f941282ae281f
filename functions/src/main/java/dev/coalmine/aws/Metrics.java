package dev.coalmine.aws;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.ThresholdCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * What CloudWatch tells of the requests to a target. One GetMetricData call for all that a look
 * needs: each query spans all minutes that are new, and each one asked for is billed.
 */
public final class Metrics {
  /** The percentiles of the baseline that durations are compared with. */
  private static final List<String> PERCENTILES = List.of("p30", "p50", "p75", "p90", "p99");

  /** Stands for the threshold of something that had no requests. */
  private static final double UNKNOWN = -1;

  private static final SortedMap<Instant, RequestCounts> NOTHING_COUNTED =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private static final SortedMap<Instant, Double> NOTHING =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private static final Duration PAST = Duration.ofHours(3);
  private static final int MINUTE = 60;

  /** The most that GetMetricData takes at once. */
  private static final int MOST_QUERIES = 500;

  private final CloudWatchClient cloudWatch;
  private final ThresholdStatistic exceedance;

  Metrics(CloudWatchClient cloudWatch, ThresholdStatistic exceedance) {
    this.cloudWatch = cloudWatch;
    this.exceedance = exceedance;
  }

  /** Whose requests to count. */
  public enum TrafficSlice {
    /** Of canary and baseline together: all there is before a release and after promotion. */
    ALL,
    /** Of the canary. */
    CANARY,
    /** Of what serves beside it. */
    BASELINE;

    /** How the ids of its queries begin; recordings for a backtest have the same ids. */
    private String id(int source) {
      String side = this == ALL ? "alias" : name().toLowerCase(Locale.ROOT);
      return side + (source == 0 ? "" : source);
    }
  }

  /**
   * What CloudWatch has of some minutes.
   *
   * @param bySlice counts by the start of their minute; minutes without callers are absent, and so
   *     are those that CloudWatch does not have yet
   */
  public record CountsByMinute(Map<TrafficSlice, SortedMap<Instant, RequestCounts>> bySlice) {
    /** The counts of a minute, if CloudWatch has any. */
    public Optional<RequestCounts> find(TrafficSlice side, Instant minute) {
      return Optional.ofNullable(of(side).get(minute));
    }

    /** All counts of a side; none where it was not asked for. */
    public SortedMap<Instant, RequestCounts> of(TrafficSlice side) {
      return bySlice.getOrDefault(side, NOTHING_COUNTED);
    }
  }

  /**
   * Five thresholds of duration for each thing that serves a target's requests, in ms: percentiles
   * over the last three hours. None when there were no requests, or when CloudWatch could not tell.
   */
  public List<Double> thresholds(TargetProgress part, Instant now) {
    Instant end = Instant.ofEpochSecond(now.getEpochSecond() / MINUTE * MINUTE);
    List<MetricQuerySource> sources = MetricQuerySource.of(part, TrafficSlice.ALL, false);
    List<MetricDataQuery> queries = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      for (String percentile : PERCENTILES) {
        String id = percentile + (i == 0 ? "" : "_" + i);
        MetricQuerySource source = sources.get(i);
        queries.add(query(id, source, source.durations(), percentile, (int) PAST.toSeconds()));
      }
    }
    Optional<Map<String, SortedMap<Instant, Double>>> answer = ask(queries, end.minus(PAST), end);
    List<Double> thresholds = new ArrayList<>();
    for (int i = 0; i < queries.size(); i += PERCENTILES.size()) {
      thresholds.addAll(
          percentiles(queries.subList(i, i + PERCENTILES.size()), answer.orElse(Map.of())));
    }
    return thresholds.stream().allMatch(one -> one == UNKNOWN) ? List.of() : thresholds;
  }

  /** All five of one source, or none that is known. */
  private static List<Double> percentiles(
      List<MetricDataQuery> queries, Map<String, SortedMap<Instant, Double>> answer) {
    List<Double> five =
        queries.stream()
            .map(query -> answer.getOrDefault(query.id(), NOTHING))
            .filter(values -> !values.isEmpty())
            .map(values -> values.get(values.firstKey()))
            .toList();
    return five.size() == PERCENTILES.size()
        ? five
        : Collections.nCopies(PERCENTILES.size(), UNKNOWN);
  }

  /** How many requests a stage had, whomever it asked; nothing if CloudWatch could not tell. */
  public Optional<Double> requestsOfStage(TargetProgress part, Instant from, Instant to) {
    MetricQuerySource stage = MetricQuerySource.stage(part);
    return ask(List.of(query("stage", stage, "Count", "SampleCount", MINUTE)), from, to)
        .map(answer -> answer.get("stage").values().stream().mapToDouble(count -> count).sum());
  }

  /**
   * The counts of some minutes.
   *
   * @param sides whose counts
   * @param promoted whether the canary serves everything
   * @param from start of the first minute
   * @param to end of the last minute
   * @return nothing if CloudWatch could not answer in full: then nothing is known, not even zeros
   */
  public Optional<CountsByMinute> readMinutes(
      TargetProgress part,
      Set<TrafficSlice> sides,
      List<Double> thresholds,
      boolean promoted,
      Instant from,
      Instant to) {
    Map<TrafficSlice, List<MetricQuerySource>> sources = new EnumMap<>(TrafficSlice.class);
    sides.forEach(side -> sources.put(side, MetricQuerySource.of(part, side, promoted)));
    List<MetricDataQuery> queries = new ArrayList<>();
    sources.forEach(
        (side, several) -> {
          for (int i = 0; i < several.size(); i++) {
            queries.addAll(queries(several.get(i), side.id(i), of(i, thresholds)));
          }
        });
    return ask(queries, from, to)
        .map(
            answer -> {
              Map<TrafficSlice, SortedMap<Instant, RequestCounts>> counts =
                  new EnumMap<>(TrafficSlice.class);
              sources.forEach(
                  (side, several) -> counts.put(side, sum(answer, side, several, thresholds)));
              return new CountsByMinute(counts);
            });
  }

  private List<MetricDataQuery> queries(
      MetricQuerySource source, String id, List<Double> thresholds) {
    List<MetricDataQuery> queries = new ArrayList<>();
    queries.add(query(id + "_errors", source, source.errors(), "Sum", MINUTE));
    if (!source.throttles().isEmpty()) {
      queries.add(query(id + "_throttles", source, source.throttles(), "Sum", MINUTE));
    }
    queries.add(query(id + "_durations", source, source.durations(), "SampleCount", MINUTE));
    for (int i = 0; i < thresholds.size(); i++) {
      String statistic = exceedance.statistic(thresholds.get(i));
      queries.add(query(id + "_above" + i, source, source.durations(), statistic, MINUTE));
    }
    return queries;
  }

  /** The thresholds of one source; none where one of them is not known. */
  private static List<Double> of(int source, List<Double> thresholds) {
    int from = source * PERCENTILES.size();
    if (thresholds.size() < from + PERCENTILES.size()) {
      return List.of();
    }
    List<Double> own = thresholds.subList(from, from + PERCENTILES.size());
    return own.contains(UNKNOWN) ? List.of() : own;
  }

  /**
   * Durations over a source's own percentiles mean the same for each of them, so they can be added
   * up.
   */
  private SortedMap<Instant, RequestCounts> sum(
      Map<String, SortedMap<Instant, Double>> answer,
      TrafficSlice side,
      List<MetricQuerySource> sources,
      List<Double> thresholds) {
    SortedMap<Instant, RequestCounts> sum = new TreeMap<>();
    for (int i = 0; i < sources.size(); i++) {
      counts(answer, side.id(i), !of(i, thresholds).isEmpty())
          .forEach((minute, counts) -> sum.merge(minute, counts, RequestCounts::plus));
    }
    return sum;
  }

  private SortedMap<Instant, RequestCounts> counts(
      Map<String, SortedMap<Instant, Double>> answer, String id, boolean hasThresholds) {
    SortedMap<Instant, RequestCounts> counts = new TreeMap<>();
    SortedMap<Instant, Double> turnedAway = answer.getOrDefault(id + "_throttles", NOTHING);
    SortedSet<Instant> minutes = new TreeSet<>(answer.get(id + "_durations").keySet());
    minutes.addAll(turnedAway.keySet()); // those that were turned away, all of them
    for (Instant minute : minutes) {
      double durations = answer.get(id + "_durations").getOrDefault(minute, 0.0);
      double throttles = turnedAway.getOrDefault(minute, 0.0);
      double errors = answer.get(id + "_errors").getOrDefault(minute, 0.0);
      counts.put(
          minute,
          hasThresholds
              ? new RequestCounts(
                  durations + throttles,
                  errors + throttles,
                  durations,
                  above(answer, id, minute, durations))
              : new RequestCounts(
                  durations + throttles, errors + throttles, 0, ThresholdCounts.NONE));
    }
    return counts;
  }

  private ThresholdCounts above(
      Map<String, SortedMap<Instant, Double>> answer, String id, Instant minute, double durations) {
    List<Double> above = new ArrayList<>();
    for (int i = 0; i < PERCENTILES.size(); i++) {
      Double value = answer.get(id + "_above" + i).get(minute);
      above.add(value == null ? 0 : exceedance.count(value, durations));
    }
    return ThresholdCounts.of(above);
  }

  /** Values by query and moment; nothing unless every query was answered completely. */
  private Optional<Map<String, SortedMap<Instant, Double>>> ask(
      List<MetricDataQuery> queries, Instant from, Instant to) {
    Map<String, SortedMap<Instant, Double>> values = new HashMap<>();
    Map<String, StatusCode> last = new HashMap<>();
    for (int i = 0; i < queries.size(); i += MOST_QUERIES) {
      ask(queries.subList(i, Math.min(queries.size(), i + MOST_QUERIES)), from, to, values, last);
    }
    boolean complete =
        queries.stream().allMatch(query -> last.get(query.id()) == StatusCode.COMPLETE);
    return complete ? Optional.of(values) : Optional.empty();
  }

  private void ask(
      List<MetricDataQuery> queries,
      Instant from,
      Instant to,
      Map<String, SortedMap<Instant, Double>> values,
      Map<String, StatusCode> last) {
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
  }

  private static void add(MetricDataResult result, SortedMap<Instant, Double> values) {
    for (int i = 0; i < result.timestamps().size(); i++) {
      values.put(result.timestamps().get(i), result.values().get(i));
    }
  }

  private static MetricDataQuery query(
      String id, MetricQuerySource source, String metric, String statistic, int period) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            stat ->
                stat.metric(
                        of ->
                            of.namespace(source.namespace())
                                .metricName(metric)
                                .dimensions(dimensions(source)))
                    .period(period)
                    .stat(statistic))
        .build();
  }

  private static List<Dimension> dimensions(MetricQuerySource source) {
    return new TreeMap<>(source.dimensions())
        .entrySet().stream()
            .map(
                dimension ->
                    Dimension.builder()
                        .name(dimension.getKey())
                        .value(dimension.getValue())
                        .build())
            .toList();
  }
}
