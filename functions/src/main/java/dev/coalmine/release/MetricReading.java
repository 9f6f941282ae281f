package dev.coalmine.release;

import dev.coalmine.target.Weight;

/**
 * The result of one target's metrics in one look.
 *
 * @param verdict FAIL if the canary was measured to be worse
 * @param reason the deciding numbers
 * @param allowedWeight the weight that the evidence allows; 100 if the evidence does not set the
 *     weight
 * @param memory what the next look needs
 * @param sample the counts that were new
 * @param cause errors or latency; NONE unless the verdict is FAIL
 */
public record MetricReading(
    Verdict verdict,
    String reason,
    Weight allowedWeight,
    AnalysisMemory memory,
    MetricSample sample,
    RollbackCause cause) {

  /** A reading that does not roll the release back. */
  public MetricReading(
      Verdict verdict,
      String reason,
      Weight allowedWeight,
      AnalysisMemory memory,
      MetricSample sample) {
    this(verdict, reason, allowedWeight, memory, sample, RollbackCause.NONE);
  }
}
