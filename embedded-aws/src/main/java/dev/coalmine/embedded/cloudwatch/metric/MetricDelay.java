package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * How long after its end CloudWatch shows a minute that a service reports.
 *
 * @param visibility from the end of a minute, when its points show
 */
record MetricDelay(UnaryOperator<Instant> visibility) {

  /** The same for all minutes. */
  static MetricDelay fixed(Duration delay) {
    return new MetricDelay(end -> end.plus(delay));
  }

  /** 60 to 90 seconds, each minute its own time, always the same for the same seed. */
  static MetricDelay random(long seed) {
    return new MetricDelay(
        end -> {
          long mixed = seed * 0x9E3779B97F4A7C15L + end.getEpochSecond();
          return end.plusSeconds(new SplittableRandom(mixed).nextInt(60, 91));
        });
  }

  /** When the points of a minute show, told by any of its moments. */
  Instant visibleAt(Instant minute) {
    return visibility.apply(minute.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
  }
}
