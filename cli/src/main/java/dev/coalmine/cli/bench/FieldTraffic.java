package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/** The expected requests of each minute, drawn anew for each release. */
interface FieldTraffic {
  /** Expected requests of each minute, from the first of the history on. */
  double[] draw(int minutes, RandomSampler draws);

  /** The same number in each minute. */
  static FieldTraffic constant(double rate) {
    return (minutes, draws) -> fill(minutes, t -> rate);
  }

  /** A function of the minute; minutes count from the start of the release. */
  static FieldTraffic of(MinuteRate rate) {
    return (minutes, draws) -> fill(minutes, t -> rate.at(t - FieldRelease.HISTORY));
  }

  /** A number for a minute. */
  interface MinuteRate {
    double at(int minute);
  }

  private static double[] fill(int minutes, MinuteRate rate) {
    double[] rates = new double[minutes];
    for (int t = 0; t < minutes; t++) {
      rates[t] = rate.at(t);
    }
    return rates;
  }

  /**
   * Requests that change every five minutes, with correlated ranks among measured numbers.
   *
   * @param correlation of one period's rank and the next one's
   * @param factor of the requests
   */
  static FieldTraffic byPeriods(RequestQuantiles measured, double correlation, double factor) {
    return (minutes, draws) -> {
      double[] rates = new double[minutes];
      double rank = draws.normal(1);
      double noise = Math.sqrt(1 - correlation * correlation);
      for (int t = 0; t < minutes; t++) {
        if (t % 5 == 0) {
          rank = correlation * rank + draws.normal(noise);
        }
        rates[t] = factor * measured.at(LatencyBins.normal(rank)) / 5;
      }
      return rates;
    };
  }

  /** One of the functions with quiet minutes, drawn anew for each release. */
  static FieldTraffic bursty(double factor) {
    return (minutes, draws) -> {
      BurstyFunction[] all = BurstyFunction.values();
      BurstyFunction one = all[(int) (all.length * draws.uniform())];
      double[] rates;
      do {
        rates = one.draw(minutes, factor, draws);
      } while (!hasRequests(rates));
      return rates;
    };
  }

  private static boolean hasRequests(double... rates) {
    for (double rate : rates) {
      if (rate > 0) {
        return true;
      }
    }
    return false;
  }
}
