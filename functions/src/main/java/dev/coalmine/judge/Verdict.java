package dev.coalmine.judge;

/** What the evidence says of the canary, from worst to best. */
public enum Verdict {
  /** A test crossed its level: measured bad. */
  FAIL,
  /** Too little was seen, or nothing new: could not measure. */
  INCONCLUSIVE,
  /** No test crossed, and enough was seen to say so. */
  PASS
}
