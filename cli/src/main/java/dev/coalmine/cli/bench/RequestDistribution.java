package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/** The distribution of one version's requests in one minute. */
final class RequestDistribution {
  private final double errorRate;
  private final double[] durations;

  /**
   * Creates a distribution.
   *
   * @param durations probability of each bin of {@link LatencyBins}
   */
  RequestDistribution(double errorRate, double... durations) {
    this.errorRate = errorRate;
    this.durations = durations.clone();
  }

  /** Draws the results of this number of requests. */
  VersionMinute sample(int requests, RandomSampler draws) {
    if (requests == 0) {
      return VersionMinute.NOTHING;
    }
    int errors = (int) draws.binomial(requests, errorRate);
    return new VersionMinute(requests, errors, draws.multinomial(requests, durations));
  }
}
