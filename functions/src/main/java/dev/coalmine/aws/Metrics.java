package dev.coalmine.aws;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * CloudWatch's metrics of a target's requests. A look makes one GetMetricData call: AWS bills each
 * metric in a call, so each query spans all new minutes.
 */
public final class Metrics {
  /** The percentiles of the baseline that durations are compared with. */
  private static final List<String> PERCENTILES = List.of("p30", "p50", "p75", "p90", "p99");

  /** Stands for a threshold of a source that had no requests. */
  private static final double UNKNOWN = -1;

  /** How long before a release the thresholds are measured. */
  private static final Duration THRESHOLD_PERIOD = Duration.ofHours(3);

  private final MetricDataReader data;
  private final ThresholdStatistic exceedance;

  Metrics(CloudWatchClient cloudWatch, ThresholdStatistic exceedance) {
    this.data = new MetricDataReader(cloudWatch);
    this.exceedance = exceedance;
  }

  /**
   * Five thresholds of duration, in ms, for each source of a target's requests: percentiles over
   * the last three hours.
   *
   * @return empty if no source had requests, or if CloudWatch did not answer completely
   */
  public List<Double> thresholds(TargetProgress part, Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.MINUTES);
    List<MetricQuerySource> sources = MetricQuerySource.of(part, TrafficSlice.ALL, false);
    List<MetricDataQuery> queries = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      queries.addAll(percentileQueries(sources.get(i), i));
    }
    MetricValues values =
        data.read(queries, end.minus(THRESHOLD_PERIOD), end).orElse(new MetricValues(Map.of()));
    List<Double> thresholds =
        IntStream.range(0, sources.size())
            .boxed()
            .flatMap(source -> percentiles(values, source).stream())
            .toList();
    return thresholds.stream().allMatch(one -> one == UNKNOWN) ? List.of() : thresholds;
  }

  private static List<MetricDataQuery> percentileQueries(MetricQuerySource source, int index) {
    return PERCENTILES.stream()
        .map(
            percentile ->
                source.query(
                    percentileId(percentile, index),
                    source.durations(),
                    percentile,
                    THRESHOLD_PERIOD))
        .toList();
  }

  private static String percentileId(String percentile, int source) {
    return percentile + (source == 0 ? "" : "_" + source);
  }

  /** The five percentiles of one source; all unknown if one of them is. */
  private static List<Double> percentiles(MetricValues values, int source) {
    List<Double> five =
        PERCENTILES.stream()
            .map(percentile -> values.of(percentileId(percentile, source)))
            .filter(found -> !found.isEmpty())
            .map(found -> found.get(found.firstKey()))
            .toList();
    return five.size() == PERCENTILES.size()
        ? five
        : Collections.nCopies(PERCENTILES.size(), UNKNOWN);
  }

  /**
   * How many requests a stage had, whichever function served them.
   *
   * @return empty if CloudWatch did not answer completely
   */
  public Optional<Double> requestsOfStage(TargetProgress part, Instant from, Instant to) {
    MetricDataQuery requests =
        MetricQuerySource.stage(part).query("stage", "Count", "SampleCount", Duration.ofMinutes(1));
    return data.read(List.of(requests), from, to)
        .map(values -> values.of("stage").values().stream().mapToDouble(count -> count).sum());
  }

  /**
   * The counts of some minutes.
   *
   * @param slices which requests to count
   * @param thresholds as {@link #thresholds} returned them
   * @param promoted whether the canary serves all requests
   * @param from start of the first minute
   * @param to end of the last minute
   * @return empty if CloudWatch did not answer completely: then nothing is known, not even zeros
   */
  public Optional<CountsByMinute> readMinutes(
      TargetProgress part,
      Set<TrafficSlice> slices,
      List<Double> thresholds,
      boolean promoted,
      Instant from,
      Instant to) {
    Map<TrafficSlice, List<CountQueries>> bySlice = new EnumMap<>(TrafficSlice.class);
    slices.forEach(
        slice ->
            bySlice.put(
                slice,
                countQueries(slice, MetricQuerySource.of(part, slice, promoted), thresholds)));
    List<MetricDataQuery> queries =
        bySlice.values().stream()
            .flatMap(List::stream)
            .flatMap(source -> source.queries().stream())
            .toList();
    return data.read(queries, from, to).map(values -> countsByMinute(bySlice, values));
  }

  private List<CountQueries> countQueries(
      TrafficSlice slice, List<MetricQuerySource> sources, List<Double> thresholds) {
    return IntStream.range(0, sources.size())
        .mapToObj(
            i ->
                new CountQueries(
                    sources.get(i), slice.queryPrefix(i), ofSource(i, thresholds), exceedance))
        .toList();
  }

  /** The thresholds of one source; empty where one of them is not known. */
  private static List<Double> ofSource(int source, List<Double> thresholds) {
    int from = source * PERCENTILES.size();
    if (thresholds.size() < from + PERCENTILES.size()) {
      return List.of();
    }
    List<Double> own = thresholds.subList(from, from + PERCENTILES.size());
    return own.contains(UNKNOWN) ? List.of() : own;
  }

  private static CountsByMinute countsByMinute(
      Map<TrafficSlice, List<CountQueries>> bySlice, MetricValues values) {
    Map<TrafficSlice, SortedMap<Instant, RequestCounts>> counts = new EnumMap<>(TrafficSlice.class);
    bySlice.forEach((slice, sources) -> counts.put(slice, sum(sources, values)));
    return new CountsByMinute(counts);
  }

  /**
   * The counts of several sources together. Each source has its own percentiles as thresholds, so
   * that the counts above them mean the same and can be added.
   */
  private static SortedMap<Instant, RequestCounts> sum(
      List<CountQueries> sources, MetricValues values) {
    SortedMap<Instant, RequestCounts> sum = new TreeMap<>();
    for (CountQueries source : sources) {
      source
          .counts(values)
          .forEach((minute, counts) -> sum.merge(minute, counts, RequestCounts::plus));
    }
    return sum;
  }
}
