package dev.coalmine.judge;

/**
 * Log likelihood ratios of one minute: an alternative hypothesis against the null hypothesis. Each
 * is divided by a discount that grows with the counts, because requests of one minute are not
 * independent.
 */
final class LogLikelihood {
  // The largest distance of a rank score below 1/2, and above it.
  private static final double LOW = .35;
  private static final double HIGH = .5;
  private static final double HIGHEST_LIMIT = .97;

  private LogLikelihood() {}

  /**
   * Compares shares of bad requests. The alternative: the canary's odds of a bad request are {@code
   * odds} times those that the null allows.
   *
   * @param bad1 bad requests of the canary, of {@code all1}
   * @param bad0 bad requests of the baseline, of {@code all0}
   * @param ratio the canary's share of bad requests that the null allows, divided by the baseline's
   */
  static double ratio(
      double bad1,
      double all1,
      double bad0,
      double all0,
      double ratio,
      double odds,
      double discount) {
    double share = all1 > 0 ? ratio * all1 / (ratio * all1 + all0) : 0;
    double bad = bad1 + bad0;
    return (bad1 * Math.log(odds) - bad * log1p(share * (odds - 1)))
        / (1 + discount * Math.max(bad - 1, 0));
  }

  /**
   * Compares a share of bad requests with a limit. The alternative: the share lies {@code distance}
   * of the way from the limit to 1.
   */
  static double limit(double bad, double all, double limit, double distance, double discount) {
    double rate = Math.min(Math.max(limit, 1e-9), HIGHEST_LIMIT);
    return (bad * log1p(distance * (1 - rate) / rate) + (all - bad) * log1p(-distance))
        / (1 + discount * Math.max(all * rate - 1, 0));
  }

  /**
   * Compares mean rank scores. The alternative: the canary's is above the baseline's by more than
   * {@code margin}. The ratio is that of an empirical Bernstein bound with a bet of {@code bet}.
   *
   * @param n1 count of the canary's durations
   * @param n0 count of the baseline's durations
   * @param cap the highest bet
   */
  static double rank(
      RankScore canary,
      double n1,
      RankScore baseline,
      double n0,
      double margin,
      double bet,
      double cap,
      double discount) {
    double n = Math.max(n1 + n0, 1);
    double pairs = n1 * n0 / n;
    double stake = Math.min(bet, cap * n / Math.max(Math.max(n1, n0), 1));
    double lead = (n0 * canary.sum() - n1 * baseline.sum()) / n - margin * pairs;
    return (stake * lead
            - tax(LOW * stake * n0 / n) / (LOW * LOW) * canary.spread()
            - tax(HIGH * stake * n1 / n) / (HIGH * HIGH) * baseline.spread())
        / (1 + discount * pairs);
  }

  /**
   * The logarithm of {@code 1 + x}, accurate for small x too (W. Kahan's method, from the HP-15C
   * handbook). {@code Math.log1p} has one more correct digit and takes several times longer.
   */
  static double log1p(double x) {
    double sum = 1 + x;
    return sum == 1 ? x : Math.log(sum) * (x / (sum - 1));
  }

  /** The factor of the variance in an empirical Bernstein bound, for a bet. */
  static double tax(double bet) {
    return -log1p(-bet) - bet;
  }
}
