package dev.coalmine.judge;

/**
 * How much traffic a canary may get: as much as spends the risk budget in the worst case that the
 * counts allow.
 *
 * @param rate requests a minute of both versions together
 */
record RiskBudget(double rate) {
  private static final double LOOK_AHEAD = 3; // minutes until a look shows what a weight has done

  /** How many times the weight one step may rise to. */
  static final double GROWTH = 4;

  /** The first weight, in percent, before anything is known of the canary. */
  double first() {
    return 100 * budget(0) / Math.max(rate * LOOK_AHEAD, 1e-9);
  }

  /**
   * The weight, in percent, whose worst case spends the budget.
   *
   * @param excess the canary's error rate above the baseline's, in the worst case
   * @param baselineRate the baseline's error rate
   */
  double affordable(double excess, double baselineRate) {
    return 100 * budget(baselineRate) / (Math.max(rate, .01) * LOOK_AHEAD * excess);
  }

  /** By how much, at most, an error rate of so many in so many is above another rate. */
  static double excess(double errors, double requests, double baselineRate) {
    double most = upper(errors) / Math.max(requests, 1e-9) - baselineRate;
    return Math.min(Math.max(most, 1e-6), 1);
  }

  /** The upper bound of a count. */
  static double upper(double count) {
    return count + 1.65 * Math.sqrt(count + .5) + 1.83;
  }

  /**
   * Failed requests that may be risked: some, a little of the traffic, half of what fails anyway.
   */
  private double budget(double baselineRate) {
    return Math.max(Math.max(10, .005 * rate), .5 * baselineRate * rate * LOOK_AHEAD);
  }
}
