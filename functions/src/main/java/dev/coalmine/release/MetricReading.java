package dev.coalmine.release;

import dev.coalmine.target.Weight;
import java.util.Optional;

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
 * @param probeSample the counts of probes that were new; empty without a probe
 */
public record MetricReading(
    Verdict verdict,
    String reason,
    Weight allowedWeight,
    AnalysisMemory memory,
    MetricSample sample,
    RollbackCause cause,
    InconclusiveKind kind,
    Optional<MetricSample> probeSample) {

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
    this(
        verdict,
        reason,
        allowedWeight,
        memory,
        sample,
        cause,
        InconclusiveKind.TOO_FEW,
        Optional.empty());
  }

  /** The same, inconclusive for this reason. */
  public MetricReading inconclusive(InconclusiveKind kind) {
    return new MetricReading(
        Verdict.INCONCLUSIVE,
        reason,
        allowedWeight,
        memory,
        sample,
        RollbackCause.NONE,
        kind,
        probeSample);
  }

  /** With what the next look needs of the probes, and their new counts. */
  MetricReading withProbe(ProbeMemory probe, MetricSample counts) {
    return new MetricReading(
        verdict,
        reason,
        allowedWeight,
        memory.withProbe(probe),
        sample,
        cause,
        kind,
        Optional.of(counts));
  }

  /** With another verdict that has this reason. */
  MetricReading decided(Verdict verdict, String reason, Weight allowed, RollbackCause cause) {
    AnalysisMemory next = verdict == Verdict.PASS ? memory.withPass() : memory;
    return new MetricReading(verdict, reason, allowed, next, sample, cause, kind, probeSample);
  }

  /** The same verdict with another reason. */
  MetricReading withReason(String reason) {
    return decided(verdict, reason, allowedWeight, cause);
  }

  /**
   * Whether probes may let the release go on: a minute of callers was counted, and they are too few
   * for an opinion. Late metrics are no lack of callers.
   */
  boolean isOpenToProbes() {
    return status() == CheckResult.CheckStatus.SILENT && sample.minutes() > 0;
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
