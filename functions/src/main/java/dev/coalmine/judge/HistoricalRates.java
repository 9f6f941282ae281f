package dev.coalmine.judge;

/**
 * Rates of the baseline before the release, from 0 to 1.
 *
 * @param errorRate share of requests that failed
 * @param slowRate share of durations over the 90th percentile
 */
record HistoricalRates(double errorRate, double slowRate) {
  /** The rates of a history without requests. */
  private static final double UNKNOWN = .5;

  /** Whether the history had requests. */
  boolean areKnown() {
    return errorRate != UNKNOWN || slowRate != UNKNOWN;
  }
}
