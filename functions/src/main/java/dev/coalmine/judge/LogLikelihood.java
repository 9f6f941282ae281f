package dev.coalmine.judge;

/**
 * Log likelihood ratios of one minute: an alternative against the null. Each is divided by a
 * discount that grows with the counts, since requests of one minute are not independent.
 */
final class LogLikelihood {
  // No rank score is further than this below, or above, 1/2.
  private static final double LOW = .35;
  private static final double HIGH = .5;
  private static final double HIGHEST_LIMIT = .97;

  private LogLikelihood() {}

  /**
   * For a share of bad requests {@code odds} times what the null allows.
   *
   * @param bad1 bad requests of the canary, of {@code all1}
   * @param bad0 bad requests of the baseline, of {@code all0}
   * @param ratio how many times the baseline's share the null allows
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

  /** For a share of bad requests that is {@code distance} of the way from the limit to all. */
  static double limit(double bad, double all, double limit, double distance, double discount) {
    double rate = Math.min(Math.max(limit, 1e-9), HIGHEST_LIMIT);
    return (bad * log1p(distance * (1 - rate) / rate) + (all - bad) * log1p(-distance))
        / (1 + discount * Math.max(all * rate - 1, 0));
  }

  /**
   * For a mean rank score above the baseline's by more than {@code margin}: the empirical Bernstein
   * bound, betting {@code bet} of what could be bet.
   *
   * @param n1 durations of the canary
   * @param n0 durations of the baseline
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
   * The logarithm of {@code 1 + x}, exact for small x too: {@code Math.log1p} is good to one more
   * digit and takes several times longer (the way of the HP-15C's handbook; W. Kahan).
   */
  static double log1p(double x) {
    double sum = 1 + x;
    return sum == 1 ? x : Math.log(sum) * (x / (sum - 1));
  }

  /** What a bet costs for the variance it meets. */
  static double tax(double bet) {
    return -log1p(-bet) - bet;
  }
}
