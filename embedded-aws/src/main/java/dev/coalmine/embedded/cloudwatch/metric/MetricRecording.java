package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;
import java.util.NavigableMap;

/** Recorded metrics. GetMetricData returns them by query id. */
public interface MetricRecording {
  /**
   * The data points of a query. Empty for an unknown id.
   *
   * @param id of the query
   * @param from start of the first period, epoch seconds
   * @param to periods start before it, epoch seconds
   * @param asOf the moment of the call; data points that become visible later are left out
   * @return values by the start of their period, epoch seconds
   */
  NavigableMap<Long, Double> points(String id, long from, long to, Instant asOf);
}
