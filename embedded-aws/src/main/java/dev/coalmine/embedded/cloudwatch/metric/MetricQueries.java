package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * The queries of a request. They may refer to each other; ids are unique, known and not circular.
 */
public final class MetricQueries {
  private final Map<String, MetricQuery> byId = new LinkedHashMap<>();

  /**
   * Reads and validates queries.
   *
   * @throws AwsError ValidationError if they are inconsistent
   */
  public MetricQueries(List<CloudWatchParameters> queries) {
    for (CloudWatchParameters each : queries) {
      MetricQuery query = MetricQuery.of(each);
      if (byId.putIfAbsent(query.id(), query) != null) {
        throw CloudWatchErrors.validation(
            "The parameter MetricDataQueries.Id " + query.id() + " is not unique.");
      }
    }
    Set<String> checked = new HashSet<>();
    byId.keySet().forEach(id -> check(id, new LinkedHashSet<>(), checked));
  }

  /** All queries, in the given order. */
  public List<MetricQuery> all() {
    return List.copyOf(byId.values());
  }

  /** The longest period of the statistics, in seconds. */
  public int period() {
    return stats().mapToInt(MetricQuery.StatisticQuery::period).max().orElse(60);
  }

  /** Whether all statistics have the same period. */
  public boolean evenPeriods() {
    return stats().mapToInt(MetricQuery.StatisticQuery::period).distinct().count() <= 1;
  }

  private java.util.stream.Stream<MetricQuery.StatisticQuery> stats() {
    return byId.values().stream()
        .filter(MetricQuery.StatisticQuery.class::isInstance)
        .map(MetricQuery.StatisticQuery.class::cast);
  }

  /**
   * The label of a query's result. Without one of its own, a statistic's label has the metric's
   * name, and its statistic and its period if the queries differ in these (recorded for queries of
   * one metric: LocalStack's snapshots of AWS, test_label_generation).
   */
  String label(MetricQuery query) {
    if (!(query instanceof MetricQuery.StatisticQuery stat) || !query.label().isEmpty()) {
      return query.label();
    }
    return stat.key().name()
        + (differ(each -> each.statistic().name()) ? " " + stat.statistic().name() : "")
        + (differ(MetricQuery.StatisticQuery::period) ? " " + stat.period() : "");
  }

  private boolean differ(Function<MetricQuery.StatisticQuery, Object> feature) {
    return stats().filter(MetricQuery::returned).map(feature).distinct().count() > 1;
  }

  private void check(String id, Set<String> path, Set<String> checked) {
    MetricQuery query =
        Optional.ofNullable(byId.get(id))
            .orElseThrow(() -> CloudWatchErrors.validation("Undefined metric id " + id + "."));
    if (!path.add(id)) {
      throw CloudWatchErrors.validation("Circular expressions: " + path + ".");
    }
    if (query instanceof MetricQuery.MathQuery math && !checked.contains(id)) {
      math.math().ids().forEach(each -> check(each, path, checked));
    }
    path.remove(id);
    checked.add(id);
  }

  /**
   * The data points of one query, by the start of their period.
   *
   * @throws AwsError ValidationError if an expression does not return a single time series
   */
  public NavigableMap<Long, Double> points(
      String id, MetricStore store, long from, long to, Instant asOf) {
    return new QueryEvaluation(this, store, from, to, asOf).points(id);
  }

  /** The query of this id, which must exist. */
  MetricQuery query(String id) {
    return byId.get(id);
  }

  /** The ids that a query needs, itself as the last: each after those that it needs. */
  List<String> inOrder(String id) {
    Set<String> ordered = new LinkedHashSet<>();
    addInOrder(id, ordered);
    return List.copyOf(ordered);
  }

  private void addInOrder(String id, Set<String> ordered) {
    if (!ordered.contains(id) && byId.get(id) instanceof MetricQuery.MathQuery math) {
      math.math().ids().forEach(each -> addInOrder(each, ordered));
    }
    ordered.add(id);
  }

  /**
   * The units of a statistic's data, in order, if it has several and the query names none. The data
   * points are then those of the first unit (recorded:
   * test_get_metric_data_different_units_no_unit_in_query).
   */
  List<String> severalUnits(
      MetricQuery query, MetricStore store, long from, long to, Instant asOf) {
    if (!(query instanceof MetricQuery.StatisticQuery stat) || !stat.unit().isEmpty()) {
      return List.of();
    }
    SortedSet<String> units = store.units(stat.key(), from, to, asOf);
    return units.size() > 1 ? List.copyOf(units) : List.of();
  }
}
