package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/**
 * Functions that are quiet in many minutes and busy in others: lengths of both, and the requests of
 * a busy minute. Measured on one day of twelve functions of the Azure Functions trace of 2019 (M.
 * Shahrad et al.: "Serverless in the Wild", 2020).
 */
enum BurstyFunction {
  F1(1, 1.6, 4, 10.3, .79, 1.5, 5, 900, 3400),
  F2(3, 19, 2, 39.6, .94, 1, 24, 127, 547),
  F3(1440, 1440, 1, 1, .76, 2, 4, 32, 418),
  F4(7, 65, 2.5, 2.5, .96, 5, 23, 90, 579),
  F5(3, 18, 18, 110, .98, 3, 147, 179, 198),
  F6(3, 3.6, 12, 27, .42, 1, 11, 105, 186),
  F7(1, 8.5, 7, 18, .95, 2, 26, 55, 67),
  F8(3.5, 3.5, 12, 89, .65, 21, 65, 326, 525),
  F9(2, 7.6, 1, 3.5, .94, 1, 1, 4, 403),
  F10(1.5, 11, 2, 4.3, .78, 1, 4, 12, 125),
  F11(1440, 1440, 1, 1, .32, 7, 17, 32, 65),
  F12(3, 16, 1, 1.5, .35, 1, 9, 18, 31);

  private final double busyMedian;
  private final double busyMean;
  private final double quietMedian;
  private final double quietMean;
  private final double correlation;
  private final double tenth;
  private final double half;
  private final double nineTenths;
  private final double most;

  BurstyFunction(
      double busyMedian,
      double busyMean,
      double quietMedian,
      double quietMean,
      double correlation,
      double tenth,
      double half,
      double nineTenths,
      double most) {
    this.busyMedian = busyMedian;
    this.busyMean = busyMean;
    this.quietMedian = quietMedian;
    this.quietMean = quietMean;
    this.correlation = correlation;
    this.tenth = tenth;
    this.half = half;
    this.nineTenths = nineTenths;
    this.most = most;
  }

  /** Expected requests of each minute. */
  double[] draw(int minutes, double factor, RandomSampler draws) {
    RequestQuantiles requests =
        new RequestQuantiles(
            new double[] {0, .1, .5, .9, 1}, Math.min(1, tenth), tenth, half, nineTenths, most);
    double[] rates = new double[minutes];
    double rank = draws.normal(1);
    boolean busy = draws.uniform() < busyMean / (busyMean + quietMean);
    double left = length(busy, draws) * draws.uniform();
    for (int t = 0; t < minutes; t++) {
      rank = correlation * rank + draws.normal(Math.sqrt(1 - correlation * correlation));
      rates[t] = busy ? factor * requests.at(LatencyBins.normal(rank)) : 0;
      if (--left < .5) {
        busy = !busy;
        left = length(busy, draws);
      }
    }
    return rates;
  }

  /** A lognormal length with the measured median and mean. */
  private double length(boolean busy, RandomSampler draws) {
    double median = busy ? busyMedian : quietMedian;
    double mean = busy ? busyMean : quietMean;
    return Math.max(1, median * Math.exp(draws.normal(Math.sqrt(2 * Math.log(mean / median)))));
  }
}
