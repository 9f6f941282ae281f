package dev.coalmine.judge;

/**
 * One minute of canary and baseline, with all that its tests need.
 *
 * @param rankMargin by how much the canary's mean rank score may be above the baseline's
 * @param errorLimit the error rate that no version should pass
 * @param slowLimit the share of slow requests that no version should pass
 */
record Comparison(
    Side canary,
    RankScore canaryRank,
    Side baseline,
    RankScore baselineRank,
    ColdStart cold,
    double rankMargin,
    double errorLimit,
    double slowLimit) {
  private static final double ERROR_RATIO = 1.2;
  private static final double BET_CAP = 1.2;

  /**
   * The log likelihood ratio of one alternative of one test.
   *
   * @param bet how much worse the canary is by this alternative: odds, a bet on the rank, or the
   *     distance from the limit
   */
  double logLikelihood(Signal signal, double bet) {
    Side c = canary;
    Side b = baseline;
    double n1 = c.durations();
    double n0 = b.durations();
    double slow1 = c.above().p90();
    double slow0 = b.above().p90();
    return switch (signal) {
      case ERRORS ->
          LogLikelihood.ratio(
              c.errors(), c.requests(), b.errors(), b.requests(), ERROR_RATIO, bet, .03);
      case SLOW -> LogLikelihood.ratio(slow1, n1, slow0, n0, cold.slowRatio(), bet, .004);
      case LATENCY ->
          LogLikelihood.rank(canaryRank, n1, baselineRank, n0, rankMargin, bet, BET_CAP, .004);
      case TAIL ->
          LogLikelihood.ratio(c.above().p99(), n1, b.above().p99(), n0, cold.tailRatio(), bet, .01);
      case ERROR_LIMIT -> LogLikelihood.limit(c.errors(), c.requests(), errorLimit, bet, .03);
      case SLOW_LIMIT -> LogLikelihood.limit(slow1, n1, slowLimit, bet, .004);
    };
  }
}
