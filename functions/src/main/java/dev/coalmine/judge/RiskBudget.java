package dev.coalmine.judge;

/**
 * The weight that a canary may have: the one at which its error rate, at the upper bound that the
 * counts allow, uses the budget of failed requests.
 *
 * @param rate requests a minute of both versions together
 */
record RiskBudget(double rate) {
  private static final double LOOK_AHEAD = 3; // minutes until a look shows the effect of a weight

  /** The highest ratio of a weight to the one before it. */
  static final double GROWTH = 4;

  /** The first weight, in percent, for an unknown canary. */
  double first() {
    return 100 * budget(0) / Math.max(rate * LOOK_AHEAD, 1e-9);
  }

  /**
   * The weight, in percent, that uses the whole budget.
   *
   * @param excess upper bound of the canary's error rate minus the baseline's
   * @param baselineRate the baseline's error rate
   */
  double affordable(double excess, double baselineRate) {
    return 100 * budget(baselineRate) / (Math.max(rate, .01) * LOOK_AHEAD * excess);
  }

  /** Upper bound of an error rate minus the baseline's, from 1e-6 to 1. */
  static double excess(double errors, double requests, double baselineRate) {
    double most = upper(errors) / Math.max(requests, 1e-9) - baselineRate;
    return Math.min(Math.max(most, 1e-6), 1);
  }

  /** Upper confidence bound of the mean of a Poisson count, about 95 % one-sided. */
  static double upper(double count) {
    return count + 1.65 * Math.sqrt(count + .5) + 1.83;
  }

  /**
   * Failed requests that a release may cause: the largest of 10, 0.5 % of a minute's requests, and
   * half of the requests that the baseline fails within the look-ahead.
   */
  private double budget(double baselineRate) {
    return Math.max(Math.max(10, .005 * rate), .5 * baselineRate * rate * LOOK_AHEAD);
  }
}
