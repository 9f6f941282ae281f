package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;

/**
 * The counts of one minute of canary and baseline, and what the tests derive from them.
 *
 * @param rankMargin allowed difference of the canary's mean rank score and the baseline's
 * @param errorLimit the highest error rate of a healthy version
 * @param slowLimit the highest share of slow requests of a healthy version
 * @param cluster errors of a minute that count as one
 * @param slowLeft share of slow requests that new containers may add
 * @param tailLeft share of requests over p99 that new containers may add
 * @param latencyCap the highest log likelihood ratio of durations
 */
record MinuteComparison(
    RequestCounts canary,
    RankScore canaryRank,
    RequestCounts baseline,
    RankScore baselineRank,
    ColdStartAllowance cold,
    double rankMargin,
    double errorLimit,
    double slowLimit,
    double cluster,
    double slowLeft,
    double tailLeft,
    double latencyCap) {
  private static final double ERROR_RATIO = 1.2;
  private static final double BET_CAP = 1.2;

  // The alternatives of each test: odds ratios, bets on the rank, and distances between the limit
  // and
  // a share of 1.
  private static final double[] ERROR_ODDS = {2, 4, 12, 50, 400};
  private static final double[] SLOW_ODDS = {1.3, 1.8, 3, 6};
  private static final double[] RANK_BETS = {.6, 1.2};
  private static final double[] TAIL_ODDS = {2, 5, 15};
  private static final double[] DISTANCES = {.05, .3, .9};

  /** The number of alternatives of a test. */
  static int alternatives(TestKind test) {
    return alternativesOf(test).length;
  }

  private static double[] alternativesOf(TestKind test) {
    return switch (test) {
      case ERRORS -> ERROR_ODDS;
      case SLOW -> SLOW_ODDS;
      case LATENCY -> RANK_BETS;
      case TAIL -> TAIL_ODDS;
      case ERROR_LIMIT, SLOW_LIMIT -> DISTANCES;
    };
  }

  /** The log likelihood ratio of each alternative of one test. */
  double[] logLikelihoods(TestKind test) {
    double[] alternatives = alternativesOf(test);
    double[] ratios = new double[alternatives.length];
    if (!isEmpty(test)) {
      for (int i = 0; i < ratios.length; i++) {
        double ratio = logLikelihood(test, alternatives[i]);
        ratios[i] = test.isErrorTest() ? ratio : Math.min(ratio, latencyCap);
      }
    }
    return ratios;
  }

  /** Whether neither version has a bad request, so that the minute is no evidence. */
  private boolean isEmpty(TestKind test) {
    return switch (test) {
      case ERRORS -> canary.errors() + baseline.errors() == 0;
      case SLOW -> canary.above().p90() + baseline.above().p90() == 0;
      case TAIL -> canary.above().p99() + baseline.above().p99() == 0;
      case LATENCY, ERROR_LIMIT, SLOW_LIMIT -> false;
    };
  }

  private double logLikelihood(TestKind test, double alternative) {
    RequestCounts c = canary;
    RequestCounts b = baseline;
    double n1 = c.durations();
    double n0 = b.durations();
    double slow1 = c.above().p90();
    double slow0 = b.above().p90();
    return switch (test) {
      case ERRORS ->
          LogLikelihood.ratio(
              c.errors(),
              c.requests(),
              b.errors(),
              b.requests(),
              ERROR_RATIO,
              alternative,
              errorDiscount(c.errors() + b.errors()));
      case SLOW ->
          LogLikelihood.ratio(
              slow1, n1, slow0, n0, cold.slowRatio() + slowLeft / .1, alternative, .004);
      case LATENCY ->
          LogLikelihood.rank(
              canaryRank, n1, baselineRank, n0, rankMargin, alternative, BET_CAP, .004);
      case TAIL ->
          LogLikelihood.ratio(
              c.above().p99(),
              n1,
              b.above().p99(),
              n0,
              cold.tailRatio() + tailLeft / .01,
              alternative,
              .01);
      case ERROR_LIMIT ->
          perEvent(
              LogLikelihood.limit(c.errors(), c.requests(), errorLimit, alternative, .03),
              c.errors());
      case SLOW_LIMIT -> LogLikelihood.limit(slow1, n1, slowLimit, alternative, .004);
    };
  }

  /** The evidence of this many errors, if those that came together are one event. */
  private double perEvent(double ratio, double errors) {
    return ratio > 0 ? ratio / ErrorClusters.perEvent(errors, cluster) : ratio;
  }

  /** The discount at which this many errors count as that many events. */
  private double errorDiscount(double errors) {
    double together = ErrorClusters.perEvent(errors, cluster) - 1;
    return together <= 0 ? .03 : Math.max(.03, together / (errors - 1));
  }
}
