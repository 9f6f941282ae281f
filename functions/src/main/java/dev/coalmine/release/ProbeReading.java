package dev.coalmine.release;

import dev.coalmine.target.Weight;

/**
 * The result of one target's probes in one look. Probes can fail a canary, and pass one that too
 * few callers use. They never outweigh what callers show.
 *
 * @param opinion FAIL, PASS, or INCONCLUSIVE for no opinion
 * @param reason the deciding numbers
 * @param allowedWeight the weight that the probes allow if they pass
 * @param memory what the next look needs
 * @param sample the counts that were new
 */
public record ProbeReading(
    Verdict opinion, String reason, Weight allowedWeight, ProbeMemory memory, MetricSample sample) {

  /** The reading of callers, with the opinion of the probes. */
  public MetricReading applyTo(MetricReading callers) {
    MetricReading both = callers.withProbe(memory, sample);
    if (callers.verdict() == Verdict.FAIL) {
      return both;
    }
    if (opinion == Verdict.FAIL) {
      return both.decided(Verdict.FAIL, named(), Weight.NONE, RollbackCause.PROBE);
    }
    if (opinion == Verdict.PASS && callers.isOpenToProbes()) {
      Weight allowed =
          callers.allowedWeight().compareTo(allowedWeight) > 0
              ? callers.allowedWeight()
              : allowedWeight;
      return both.decided(
          Verdict.PASS,
          "by " + named() + "; callers: " + callers.reason(),
          allowed,
          RollbackCause.NONE);
    }
    return both.withReason(callers.reason() + "; " + named());
  }

  private String named() {
    return "probes: " + reason;
  }
}
