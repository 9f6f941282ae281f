package dev.coalmine.release;

/**
 * The gate's verdict on one analysis, the worst first. Measured-bad and could-not-measure are
 * different verdicts.
 */
public enum Verdict {
  /** Measured, and bad. */
  FAIL,
  /** Not enough was measured for a decision. */
  INCONCLUSIVE,
  /** Measured and fine, or the gate has no checks. */
  PASS
}
