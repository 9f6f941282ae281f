package dev.coalmine.judge;

/**
 * What was usual of the baseline before the release.
 *
 * @param errorRate share of requests that failed
 * @param slowRate share of durations above the 90th percentile
 */
record HistoricalRates(double errorRate, double slowRate) {}
