package dev.coalmine.cli.replay;

/**
 * Rounds a series of amounts to whole counts. It carries each rounding error to the next amount, so
 * that the sums stay equal but for the last error.
 */
final class RoundingCarry {
  private double carry;

  /** The whole count for an amount, from 0 to {@code most}; the rest is carried. */
  double round(double amount, double most) {
    carry += amount;
    double whole = Math.max(0, Math.min(Math.rint(carry), most));
    carry -= whole;
    return whole;
  }
}
