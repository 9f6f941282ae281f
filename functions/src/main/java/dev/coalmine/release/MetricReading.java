package dev.coalmine.release;

import dev.coalmine.target.Weight;

/**
 * What the metrics of one target said at one look.
 *
 * @param verdict FAIL when the canary was measured worse
 * @param reason the numbers
 * @param allowedWeight the weight that the evidence allows; everything, where it does not set the
 *     pace
 * @param memory what to remember
 * @param sample the figures that were new
 * @param cause what kind of worse; NONE unless the verdict is FAIL
 */
public record MetricReading(
    Verdict verdict,
    String reason,
    Weight allowedWeight,
    AnalysisMemory memory,
    MetricSample sample,
    RollbackCause cause) {

  /** One for which nothing goes back. */
  public MetricReading(
      Verdict verdict, String reason, Weight next, AnalysisMemory trial, MetricSample measured) {
    this(verdict, reason, next, trial, measured, RollbackCause.NONE);
  }
}
