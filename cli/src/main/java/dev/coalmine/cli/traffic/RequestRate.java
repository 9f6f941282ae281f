package dev.coalmine.cli.traffic;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The rate of requests.
 *
 * @param base requests per minute on average over a day
 * @param swing amplitude of the daily wave, as a share of the base, 0 to 1
 * @param peakHour hour of the day in UTC at which the wave is highest
 * @param bursts periods of more or fewer requests
 */
record RequestRate(double base, double swing, double peakHour, List<RequestBurst> bursts) {
  RequestRate {
    bursts = List.copyOf(bursts);
  }

  /**
   * A period of more or fewer requests.
   *
   * @param from minute since the release started
   * @param to minute at which it is over; infinite for never
   * @param factor on the requests per minute
   */
  record RequestBurst(double from, double to, double factor) {}

  /** Requests per minute at a moment, which is so many minutes after the start of the release. */
  double at(Instant moment, double minute) {
    double hour = moment.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 3600.0;
    double rate = base * (1 + swing * Math.cos((hour - peakHour) / 24 * 2 * Math.PI));
    for (RequestBurst burst : bursts) {
      if (minute >= burst.from() && minute < burst.to()) {
        rate *= burst.factor();
      }
    }
    return rate;
  }
}
