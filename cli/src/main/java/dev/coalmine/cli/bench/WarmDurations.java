package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/** The durations of calls in warm containers, in milliseconds. */
interface WarmDurations {
  /**
   * Durations of calls to a cloud's API that fall into several groups, by quantiles measured on
   * OpenStack logs (LogHub).
   */
  WarmDurations CLOUD_API = draws -> CloudApi.QUANTILES.at(draws.uniform());

  /** One duration. */
  double draw(RandomSampler draws);

  /** A lognormal distribution around this median. */
  static WarmDurations lognormal(double median) {
    return draws -> median * Math.exp(draws.normal(.5));
  }

  /** The measured quantiles. */
  final class CloudApi {
    private static final RequestQuantiles QUANTILES =
        new RequestQuantiles(
            new double[] {0, .02, .05, .1, .15, .2, .3, .5, .75, .9, .95, .99, 1},
            .5,
            .8,
            .9,
            88.5,
            130,
            196,
            231,
            259,
            271,
            286,
            384,
            504,
            712);

    private CloudApi() {}
  }
}
