package dev.coalmine.release;

/**
 * What the gate says of one look, the worst first. Measured-bad and could-not-measure are different
 * words.
 */
public enum Verdict {
  /** Measured, and bad. */
  FAIL,
  /** Nothing was measured that a decision could rest on. */
  INCONCLUSIVE,
  /** Something was measured, or nothing was asked for, and nothing speaks against the canary. */
  PASS
}
