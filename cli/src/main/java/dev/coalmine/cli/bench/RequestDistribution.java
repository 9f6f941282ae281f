package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/** How one version serves in one minute. */
final class RequestDistribution {
  private final double errorRate;
  private final double[] durations;

  /**
   * A version.
   *
   * @param durations how likely each bin of {@link LatencyBins} is
   */
  RequestDistribution(double errorRate, double... durations) {
    this.errorRate = errorRate;
    this.durations = durations.clone();
  }

  /** What comes of so many requests. */
  VersionMinute sample(int requests, RandomSampler draws) {
    if (requests == 0) {
      return VersionMinute.NOTHING;
    }
    int errors = (int) draws.binomial(requests, errorRate);
    return new VersionMinute(requests, errors, draws.multinomial(requests, durations));
  }
}
