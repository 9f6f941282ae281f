package dev.coalmine.local.bench;

import dev.coalmine.local.traffic.Draws;

/** How one version serves in one minute. */
final class Version {
  private final double errorRate;
  private final double[] durations;

  /**
   * A version.
   *
   * @param durations how likely each bin of {@link Latency} is
   */
  Version(double errorRate, double... durations) {
    this.errorRate = errorRate;
    this.durations = durations.clone();
  }

  /** What comes of so many requests. */
  Group serve(int requests, Draws draws) {
    if (requests == 0) {
      return Group.NOTHING;
    }
    int errors = (int) draws.binomial(requests, errorRate);
    return new Group(requests, errors, draws.multinomial(requests, durations));
  }
}
