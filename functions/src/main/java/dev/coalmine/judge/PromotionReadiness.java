package dev.coalmine.judge;

import dev.coalmine.request.MetricScope;

/**
 * Whether a canary at the highest weight can be promoted: its counts must be evidence against the
 * smallest regression that matters at this traffic.
 *
 * @param rank log likelihood ratio of that regression in the ranks of the durations; negative
 *     values are evidence against it
 * @param errors the same of the error rate
 * @param tail the same of the share of requests over p99
 * @param safe whether the upper bounds of the last minutes are within the margins
 */
record PromotionReadiness(double rank, double errors, double tail, boolean safe) {
  private static final double CLEAR_RANK = 3;
  private static final double TOLERABLE = 2;
  private static final int PATIENCE = 7; // calm minutes after which margins are not required

  static PromotionReadiness of(
      JudgeState state, double excess, JudgeProfile profile, MetricScope scope) {
    double perRequest = 1 / Math.max(state.rate(), .01); // minutes
    double usual = state.decayingBaseline().errorRate(state.historicalRates());
    PromotionEvidence sums = state.promotionEvidence();
    double errors = sums.errors(Math.max(Math.max(.002, .6 * perRequest), usual), usual);
    boolean safe = excess <= Math.max(Math.max(.001, usual), 2 * perRequest);
    if (!scope.latency()) {
      return new PromotionReadiness(
          Double.NEGATIVE_INFINITY, errors, Double.NEGATIVE_INFINITY, safe);
    }
    return new PromotionReadiness(
        sums.rank(profile.rankThatMatters(perRequest)),
        errors,
        sums.tail(Math.max(.03, .6 * perRequest)),
        safe && slowExcess(state) <= Math.max(.05, 10 * perRequest));
  }

  private static double slowExcess(JudgeState state) {
    DecayingCounts canary = state.decayingCanary();
    return RiskBudget.upper(canary.slow()) / Math.max(canary.durations(), 1e-9)
        - 1.25 * state.decayingBaseline().slowRate(state.historicalRates());
  }

  /**
   * Whether to promote now.
   *
   * @param calmMinutes calm minutes at the highest weight
   * @param affordable whether the risk budget allows weight 100
   */
  boolean isDue(int calmMinutes, boolean affordable, JudgeProfile profile) {
    boolean clear = unclearTest(profile).isEmpty();
    boolean soon = clear && ((safe && affordable) || calmMinutes >= PATIENCE);
    boolean late = calmMinutes >= profile.longHold() && worst() <= TOLERABLE;
    return calmMinutes >= profile.leastHold() && (soon || late);
  }

  /** The label of the first test that does not rule out a regression; empty if all do. */
  String unclearTest(JudgeProfile profile) {
    if (rank > -CLEAR_RANK) {
      return TestKind.LATENCY.label();
    }
    if (errors > -profile.clearErrors()) {
      return TestKind.ERRORS.label();
    }
    return tail > -profile.clearTail() ? TestKind.TAIL.label() : "";
  }

  private double worst() {
    return Math.max(rank, Math.max(errors, tail));
  }
}
