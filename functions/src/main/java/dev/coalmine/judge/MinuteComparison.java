package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;

/**
 * One minute of canary and baseline, with all that its tests need.
 *
 * @param rankMargin by how much the canary's mean rank score may be above the baseline's
 * @param errorLimit the error rate that no version should pass
 * @param slowLimit the share of slow requests that no version should pass
 */
record MinuteComparison(
    RequestCounts canary,
    RankScore canaryRank,
    RequestCounts baseline,
    RankScore baselineRank,
    ColdStartAllowance cold,
    double rankMargin,
    double errorLimit,
    double slowLimit) {
  private static final double ERROR_RATIO = 1.2;
  private static final double BET_CAP = 1.2;

  // How much worse the canary may be: odds of a bad request, bets on the rank, and how far from the
  // limit to all its share of bad requests is.
  private static final double[] ERROR_ODDS = {2, 4, 12, 50, 400};
  private static final double[] SLOW_ODDS = {1.3, 1.8, 3, 6};
  private static final double[] RANK_BETS = {.6, 1.2};
  private static final double[] TAIL_ODDS = {2, 5, 15};
  private static final double[] DISTANCES = {.05, .3, .9};

  /** How many alternatives a test has. */
  static int alternatives(TestKind signal) {
    return worse(signal).length;
  }

  private static double[] worse(TestKind signal) {
    return switch (signal) {
      case ERRORS -> ERROR_ODDS;
      case SLOW -> SLOW_ODDS;
      case LATENCY -> RANK_BETS;
      case TAIL -> TAIL_ODDS;
      case ERROR_LIMIT, SLOW_LIMIT -> DISTANCES;
    };
  }

  /** The log likelihood ratio of each alternative of one test. */
  double[] logLikelihoods(TestKind signal) {
    double[] worse = worse(signal);
    double[] ratios = new double[worse.length];
    if (!isEmpty(signal)) {
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = logLikelihood(signal, worse[i]);
      }
    }
    return ratios;
  }

  /** Whether a test that compares bad requests has none, so that nothing speaks either way. */
  private boolean isEmpty(TestKind signal) {
    return switch (signal) {
      case ERRORS -> canary.errors() + baseline.errors() == 0;
      case SLOW -> canary.above().p90() + baseline.above().p90() == 0;
      case TAIL -> canary.above().p99() + baseline.above().p99() == 0;
      case LATENCY, ERROR_LIMIT, SLOW_LIMIT -> false;
    };
  }

  private double logLikelihood(TestKind signal, double worse) {
    RequestCounts c = canary;
    RequestCounts b = baseline;
    double n1 = c.durations();
    double n0 = b.durations();
    double slow1 = c.above().p90();
    double slow0 = b.above().p90();
    return switch (signal) {
      case ERRORS ->
          LogLikelihood.ratio(
              c.errors(), c.requests(), b.errors(), b.requests(), ERROR_RATIO, worse, .03);
      case SLOW -> LogLikelihood.ratio(slow1, n1, slow0, n0, cold.slowRatio(), worse, .004);
      case LATENCY ->
          LogLikelihood.rank(canaryRank, n1, baselineRank, n0, rankMargin, worse, BET_CAP, .004);
      case TAIL ->
          LogLikelihood.ratio(
              c.above().p99(), n1, b.above().p99(), n0, cold.tailRatio(), worse, .01);
      case ERROR_LIMIT -> LogLikelihood.limit(c.errors(), c.requests(), errorLimit, worse, .03);
      case SLOW_LIMIT -> LogLikelihood.limit(slow1, n1, slowLimit, worse, .004);
    };
  }
}
