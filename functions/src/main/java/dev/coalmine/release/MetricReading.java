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
 * @param kind why it is inconclusive; without a meaning for other verdicts
 */
public record MetricReading(
    Verdict verdict,
    String reason,
    Weight allowedWeight,
    AnalysisMemory memory,
    MetricSample sample,
    RollbackCause cause,
    InconclusiveKind kind) {

  /** A reading that does not roll the release back. */
  public MetricReading(
      Verdict verdict,
      String reason,
      Weight allowedWeight,
      AnalysisMemory memory,
      MetricSample sample) {
    this(verdict, reason, allowedWeight, memory, sample, RollbackCause.NONE);
  }

  /** A reading that is not inconclusive, or that is because too few requests were counted. */
  public MetricReading(
      Verdict verdict,
      String reason,
      Weight allowedWeight,
      AnalysisMemory memory,
      MetricSample sample,
      RollbackCause cause) {
    this(verdict, reason, allowedWeight, memory, sample, cause, InconclusiveKind.TOO_FEW);
  }

  /** The same, inconclusive for this reason. */
  public MetricReading inconclusive(InconclusiveKind kind) {
    return new MetricReading(
        Verdict.INCONCLUSIVE, reason, allowedWeight, memory, sample, RollbackCause.NONE, kind);
  }

  CheckResult.CheckStatus status() {
    return switch (verdict) {
      case FAIL -> CheckResult.CheckStatus.BAD;
      case PASS -> CheckResult.CheckStatus.GOOD;
      case INCONCLUSIVE ->
          switch (kind) {
            case UNKNOWN -> CheckResult.CheckStatus.UNKNOWN;
            case DOUBTFUL -> CheckResult.CheckStatus.DOUBTFUL;
            case TOO_FEW -> CheckResult.CheckStatus.SILENT;
          };
    };
  }
}
