package dev.coalmine.local.bench;

/** What one version did in one minute. Immutable. */
final class Group {
  /** No requests. */
  static final Group NOTHING = new Group(0, 0, new int[Latency.BINS]);

  private final int requests;
  private final int errors;
  private final int[] durations;

  /**
   * A group of requests.
   *
   * @param errors how many of them failed
   * @param durations how many of them fell into each bin of {@link Latency}
   */
  Group(int requests, int errors, int... durations) {
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
  int above(int bin) {
    int count = 0;
    for (int i = bin; i < durations.length; i++) {
      count += durations[i];
    }
    return count;
  }

  /** The mean duration in milliseconds; not a number if there were no requests. */
  double mean() {
    return Latency.mean(durations);
  }

  /** A percentile of the durations in milliseconds; not a number if there were no requests. */
  double percentile(double share) {
    return Latency.percentile(share, durations);
  }

  /** Both together. */
  Group plus(Group other) {
    int[] sums = durations.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.durations[i];
    }
    return new Group(requests + other.requests, errors + other.errors, sums);
  }
}
