package dev.coalmine.aws;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * The queries for the requests of one source, minute by minute, and the counts in their answer.
 *
 * @param source what to count
 * @param prefix how the ids of the queries begin
 * @param thresholds five thresholds of duration in ms; empty where they are not known
 * @param exceedance how to count durations above a threshold
 */
record CountQueries(
    MetricQuerySource source,
    String prefix,
    List<Double> thresholds,
    ThresholdStatistic exceedance) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  List<MetricDataQuery> queries() {
    List<MetricDataQuery> queries = new ArrayList<>();
    queries.add(source.query(errorsId(), source.errors(), "Sum", MINUTE));
    if (!source.throttles().isEmpty()) {
      queries.add(source.query(throttlesId(), source.throttles(), "Sum", MINUTE));
    }
    queries.add(source.query(durationsId(), source.durations(), "SampleCount", MINUTE));
    for (int i = 0; i < thresholds.size(); i++) {
      String statistic = exceedance.statistic(thresholds.get(i));
      queries.add(source.query(aboveId(i), source.durations(), statistic, MINUTE));
    }
    return queries;
  }

  /** The counts by the start of their minute; minutes without requests are absent. */
  SortedMap<Instant, RequestCounts> counts(MetricValues values) {
    SortedSet<Instant> minutes = new TreeSet<>(values.of(durationsId()).keySet());
    minutes.addAll(values.of(throttlesId()).keySet()); // a minute may have throttles alone
    SortedMap<Instant, RequestCounts> counts = new TreeMap<>();
    minutes.forEach(minute -> counts.put(minute, counts(values, minute)));
    return counts;
  }

  private RequestCounts counts(MetricValues values, Instant minute) {
    double throttles = values.orZero(throttlesId(), minute);
    double durations = values.orZero(durationsId(), minute);
    double requests = durations + throttles;
    double errors = values.orZero(errorsId(), minute) + throttles;
    return thresholds.isEmpty()
        ? new RequestCounts(requests, errors, 0, ThresholdCounts.NONE)
        : new RequestCounts(requests, errors, durations, above(values, minute, durations));
  }

  private ThresholdCounts above(MetricValues values, Instant minute, double durations) {
    List<Double> above = new ArrayList<>();
    for (int i = 0; i < thresholds.size(); i++) {
      Double value = values.of(aboveId(i)).get(minute);
      above.add(value == null ? 0 : exceedance.count(value, durations));
    }
    return ThresholdCounts.of(above);
  }

  private String errorsId() {
    return prefix + "_errors";
  }

  private String throttlesId() {
    return prefix + "_throttles";
  }

  private String durationsId() {
    return prefix + "_durations";
  }

  private String aboveId(int threshold) {
    return prefix + "_above" + threshold;
  }
}
