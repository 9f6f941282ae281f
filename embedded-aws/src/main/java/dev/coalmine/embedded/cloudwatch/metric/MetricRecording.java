package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;
import java.util.NavigableMap;

/** Metrics that were recorded elsewhere: GetMetricData answers from them by the queries' ids. */
public interface MetricRecording {
  /**
   * The points of a query; none for an id that was not recorded.
   *
   * @param id of the query
   * @param from start of the first period, epoch seconds
   * @param to periods start before it, epoch seconds
   * @param asOf when the reader looks: what does not show by then is left out
   * @return values by the start of their period, epoch seconds
   */
  NavigableMap<Long, Double> points(String id, long from, long to, Instant asOf);
}
