package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * The delay between the end of a minute and the visibility of its data points.
 *
 * @param visibility maps the end of a minute to the moment of visibility
 */
record MetricDelay(UnaryOperator<Instant> visibility) {

  /** A constant delay. */
  static MetricDelay fixed(Duration delay) {
    return new MetricDelay(end -> end.plus(delay));
  }

  /** A delay of 60 to 90 seconds. Each minute has its own delay, which depends only on the seed. */
  static MetricDelay random(long seed) {
    return new MetricDelay(
        end -> {
          long mixed = seed * 0x9E3779B97F4A7C15L + end.getEpochSecond();
          return end.plusSeconds(new SplittableRandom(mixed).nextInt(60, 91));
        });
  }

  /**
   * When the data points of a minute become visible.
   *
   * @param minute any moment of the minute
   */
  Instant visibleAt(Instant minute) {
    return visibility.apply(minute.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
  }
}
