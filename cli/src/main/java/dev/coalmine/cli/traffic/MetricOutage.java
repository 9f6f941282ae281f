package dev.coalmine.cli.traffic;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A span in which CloudWatch shows data points late, or never.
 *
 * @param from minute since the release started at which it begins
 * @param to minute at which it is over; infinite for never
 * @param delay minutes by which the data points of these minutes appear later than usual
 * @param missing whether they never appear
 */
record MetricOutage(double from, double to, double delay, boolean missing) {

  /**
   * How much later than usual the data points of a minute appear; empty if they never do. The
   * longest delay of all outages counts.
   */
  static Optional<Duration> delayOf(List<MetricOutage> outages, double minute) {
    double longest = 0;
    for (MetricOutage outage : outages) {
      if (minute >= outage.from && minute < outage.to) {
        if (outage.missing) {
          return Optional.empty();
        }
        longest = Math.max(longest, outage.delay);
      }
    }
    return Optional.of(Duration.ofSeconds(Math.round(60 * longest)));
  }
}
