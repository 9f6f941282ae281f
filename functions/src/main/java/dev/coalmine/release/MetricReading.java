package dev.coalmine.release;

/**
 * What the metrics of one target said at one look.
 *
 * @param verdict FAIL when the canary was measured worse
 * @param reason the numbers
 * @param next the weight that the evidence allows; everything, where it does not set the pace
 * @param trial what to remember
 * @param measured the figures that were new
 */
public record MetricReading(
    Verdict verdict, String reason, Weight next, Trial trial, Measured measured) {}
