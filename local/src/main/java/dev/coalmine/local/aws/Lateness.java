package dev.coalmine.local.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * How long after its end CloudWatch shows a minute that a service reports.
 *
 * @param shows from the end of a minute, when its points show
 */
record Lateness(UnaryOperator<Instant> shows) {

  /** The same for all minutes. */
  static Lateness of(Duration delay) {
    return new Lateness(end -> end.plus(delay));
  }

  /** 60 to 90 seconds, each minute its own time, always the same for the same seed. */
  static Lateness drawn(long seed) {
    return new Lateness(
        end -> {
          long mixed = seed * 0x9E3779B97F4A7C15L + end.getEpochSecond();
          return end.plusSeconds(new SplittableRandom(mixed).nextInt(60, 91));
        });
  }

  /** When the points of a minute show, told by any of its moments. */
  Instant visibleAt(Instant minute) {
    return shows.apply(minute.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
  }
}
