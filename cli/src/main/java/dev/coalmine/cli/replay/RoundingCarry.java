package dev.coalmine.cli.replay;

/**
 * Rounds a series of amounts to whole counts and carries what is left over to the next, so that
 * their sum stays right however small each of them is.
 */
final class RoundingCarry {
  private double owed;

  /** The whole count for an amount, from 0 to {@code most}; the rest is owed. */
  double round(double amount, double most) {
    owed += amount;
    double whole = Math.max(0, Math.min(Math.rint(owed), most));
    owed -= whole;
    return whole;
  }
}
