package dev.coalmine.cli.bench;

/** Requests of one version in one minute. Immutable. */
sealed class VersionMinute permits FieldMinute {
  /** No requests. */
  static final VersionMinute NOTHING = new VersionMinute(0, 0, new int[LatencyBins.BINS]);

  private final int requests;
  private final int errors;
  private final int[] durations;

  /**
   * The requests of a minute.
   *
   * @param errors how many of them failed
   * @param durations how many of them fell into each bin of {@link LatencyBins}
   */
  VersionMinute(int requests, int errors, int... durations) {
    this.requests = requests;
    this.errors = errors;
    this.durations = durations.clone();
  }

  int requests() {
    return requests;
  }

  int errors() {
    return errors;
  }

  /** The share of requests that failed; not a number if there were none. */
  double errorRate() {
    return (double) errors / requests;
  }

  /** How many durations fell into this bin or a later one. */
  int countFrom(int bin) {
    int count = 0;
    for (int i = bin; i < durations.length; i++) {
      count += durations[i];
    }
    return count;
  }

  /** The mean duration in milliseconds; not a number if there were no requests. */
  double mean() {
    return LatencyBins.mean(durations);
  }

  /** A percentile of the durations in milliseconds; not a number if there were no requests. */
  double percentile(double share) {
    return LatencyBins.percentile(share, durations);
  }

  /** Both together. */
  VersionMinute plus(VersionMinute other) {
    int[] sums = durations.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.durations[i];
    }
    return new VersionMinute(requests + other.requests, errors + other.errors, sums);
  }
}
