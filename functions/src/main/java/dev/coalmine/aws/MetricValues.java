package dev.coalmine.aws;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;

/**
 * A complete answer of GetMetricData.
 *
 * @param byQuery values by the id of their query and the start of their period
 */
record MetricValues(Map<String, SortedMap<Instant, Double>> byQuery) {
  /** The values of one query; empty if it has none. */
  SortedMap<Instant, Double> of(String query) {
    return byQuery.getOrDefault(query, Collections.emptySortedMap());
  }

  /** The value of one query for a period; 0 if there is none. */
  double orZero(String query, Instant period) {
    return of(query).getOrDefault(period, 0.0);
  }
}
