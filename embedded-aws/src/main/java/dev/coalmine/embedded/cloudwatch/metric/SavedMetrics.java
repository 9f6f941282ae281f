package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;
import java.util.List;

/**
 * Data points of all metrics, as they are saved.
 *
 * @param series the metrics
 */
public record SavedMetrics(List<SavedSeries> series) {

  /**
   * One metric.
   *
   * @param key the metric
   * @param minutes its minutes, oldest first
   * @param seconds its seconds, oldest first
   */
  public record SavedSeries(MetricKey key, List<SavedPoint> minutes, List<SavedPoint> seconds) {}

  /**
   * One data point.
   *
   * @param at its start, in epoch seconds
   * @param visibleAt when readers see it
   * @param unit its unit
   * @param values the different values, ascending
   * @param counts how often each occurs
   * @param totals count, sum, minimum and maximum
   * @param raw whether the values are all that there were
   */
  public record SavedPoint(
      long at,
      Instant visibleAt,
      String unit,
      List<Double> values,
      List<Double> counts,
      List<Double> totals,
      boolean raw) {}
}
