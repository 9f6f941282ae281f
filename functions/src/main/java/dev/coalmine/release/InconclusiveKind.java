package dev.coalmine.release;

/** Why the metrics of a target are inconclusive. */
public enum InconclusiveKind {
  /** Too few requests were counted, or there is nothing to compare them with: no opinion. */
  TOO_FEW,
  /** Enough was counted, and it is neither good enough to go on nor bad enough to roll back. */
  DOUBTFUL,
  /** Requests should have been counted, but CloudWatch does not show them or can't be read. */
  UNKNOWN
}
