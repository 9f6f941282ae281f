package dev.coalmine.judge;

/**
 * What is usual for the baseline: from the time before the release, and from comparisons that
 * acquitted the canary.
 *
 * @param errorRate share of requests that failed
 * @param slowRate share of durations over the 90th percentile
 * @param cluster errors of a minute that count as one, see {@link ErrorClusters}
 * @param requests a minute, on average over the whole history
 * @param busyShare share of minutes with requests
 */
record HistoricalRates(
    double errorRate, double slowRate, double cluster, double requests, double busyShare) {
  /** Whether the history had requests. */
  boolean areKnown() {
    return requests > 0;
  }

  void pack(StatePacker out) {
    out.add(errorRate, slowRate, cluster, requests, busyShare);
  }

  static HistoricalRates unpack(StateUnpacker in) {
    return new HistoricalRates(in.next(), in.next(), in.next(), in.next(), in.next());
  }
}
