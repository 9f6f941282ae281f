package dev.coalmine.judge;

/** What follows from a look. */
public enum Decision {
  /**
   * No higher weight yet. The weight may be lower than before: without a baseline beside it, a
   * doubtful canary is not rolled back but goes back to a probe.
   */
  KEEP_BAKING,
  /** A higher weight below 100. */
  ADVANCE,
  /** Weight 100. */
  PROMOTE,
  /** Weight 0, for good. */
  ROLL_BACK
}
