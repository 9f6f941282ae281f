package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.metric.MetricValue.TimeSeries;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The results of the queries of one request. Each query is evaluated once, after those that it
 * needs, however often and however deep expressions refer to it.
 */
final class QueryEvaluation implements MetricMath.MathScope {
  /**
   * The most data points that the math of one request reads and makes. AWS has a limit of unknown
   * size.
   */
  private static final long MOST_WORK = 10_000_000;

  private final Map<String, MetricValue> values = new HashMap<>();
  private final MetricQueries queries;
  private final MetricStore store;
  private final long from;
  private final long to;
  private final Instant asOf;
  private long work;

  /**
   * No results yet.
   *
   * @param from start of the first period, epoch seconds
   * @param to periods start before it, epoch seconds
   * @param asOf the moment of the read
   */
  QueryEvaluation(MetricQueries queries, MetricStore store, long from, long to, Instant asOf) {
    this.queries = queries;
    this.store = store;
    this.from = from;
    this.to = to;
    this.asOf = asOf;
  }

  /**
   * The data points of one query, by the start of their period.
   *
   * @throws AwsError ValidationError if an expression does not return a single time series, or if
   *     its math is too much
   */
  NavigableMap<Long, Double> points(String id) {
    for (String each : queries.inOrder(id)) {
      if (!values.containsKey(each)) {
        values.put(each, evaluate(queries.query(each)));
      }
    }
    if (values.get(id) instanceof TimeSeries series) {
      return series.points();
    }
    throw CloudWatchErrors.validation("Expression " + id + " must return a single time series.");
  }

  private MetricValue evaluate(MetricQuery query) {
    return query instanceof MetricQuery.MathQuery math
        ? math.math().root().value(this)
        : statistic((MetricQuery.StatisticQuery) query);
  }

  private TimeSeries statistic(MetricQuery.StatisticQuery stat) {
    List<String> units = queries.severalUnits(stat, store, from, to, asOf);
    String unit = units.isEmpty() ? stat.unit() : units.get(0);
    NavigableMap<Long, Double> points = new TreeMap<>();
    store
        .samplesByPeriod(stat.key(), unit, from, to, stat.period(), asOf)
        .forEach(
            (at, samples) -> {
              OptionalDouble value = stat.statistic().compute(samples);
              value.ifPresent(number -> points.put(at, number));
            });
    return new TimeSeries(points);
  }

  @Override
  public MetricValue of(String id) {
    return values.get(id);
  }

  /** Periods from which no data points are kept any more are left out. */
  @Override
  public Iterable<Long> periods() {
    int period = queries.period();
    long kept = asOf.minus(MetricDataQuota.retention(period)).getEpochSecond();
    long first = from + Math.max(0, Math.floorDiv(kept - from + period - 1, period)) * period;
    return () -> LongStream.iterate(first, at -> at < to, at -> at + period).boxed().iterator();
  }

  @Override
  public MetricValue counted(MetricValue value) {
    work += value.size();
    if (work > MOST_WORK) {
      throw CloudWatchErrors.validation(
          "The expressions of this request read more than "
              + MOST_WORK
              + " data points, which exceeds the limit.");
    }
    return value;
  }
}
