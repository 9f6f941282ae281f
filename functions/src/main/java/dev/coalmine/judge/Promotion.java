package dev.coalmine.judge;

/**
 * Whether a canary at the highest weight may have everything: when its counts speak against the
 * smallest regression that matters at this traffic.
 *
 * @param rank log likelihood ratio of that regression in the durations' ranks; the others likewise
 * @param safe whether the worst case of the last minutes is inside the margins
 */
record Promotion(double rank, double errors, double tail, boolean safe) {
  private static final double CLEAR_RANK = 3;
  private static final double TOLERABLE = 2;
  private static final int PATIENCE = 7; // calm minutes after which no margin is asked for

  static Promotion of(State state, double excess, Profile profile, Scope scope) {
    double perRequest = 1 / Math.max(state.rate(), .01); // minutes
    double usual = state.baselineLately().errorRate(state.usual());
    Clearance sums = state.clearance();
    double errors = sums.errors(Math.max(Math.max(.002, .6 * perRequest), usual), usual);
    boolean safe = excess <= Math.max(Math.max(.001, usual), 2 * perRequest);
    if (!scope.latency()) {
      return new Promotion(Double.NEGATIVE_INFINITY, errors, Double.NEGATIVE_INFINITY, safe);
    }
    return new Promotion(
        sums.rank(profile.rankThatMatters(perRequest)),
        errors,
        sums.tail(Math.max(.03, .6 * perRequest)),
        safe && slowExcess(state) <= Math.max(.05, 10 * perRequest));
  }

  private static double slowExcess(State state) {
    Fading canary = state.canaryLately();
    return Ramp.upper(canary.slow()) / Math.max(canary.durations(), 1e-9)
        - 1.25 * state.baselineLately().slowRate(state.usual());
  }

  /**
   * Whether nothing speaks for waiting any longer.
   *
   * @param calmMinutes calm minutes at the highest weight
   * @param affordable whether the risk budget allows everything
   */
  boolean isDue(int calmMinutes, boolean affordable, Profile profile) {
    boolean clear = unclear(profile).isEmpty();
    boolean soon = clear && ((safe && affordable) || calmMinutes >= PATIENCE);
    boolean late = calmMinutes >= profile.longHold() && worst() <= TOLERABLE;
    return calmMinutes >= profile.leastHold() && (soon || late);
  }

  /** What a regression is still to be feared in; empty if in nothing. */
  String unclear(Profile profile) {
    if (rank > -CLEAR_RANK) {
      return Signal.LATENCY.label();
    }
    if (errors > -profile.clearErrors()) {
      return Signal.ERRORS.label();
    }
    return tail > -profile.clearTail() ? Signal.TAIL.label() : "";
  }

  private double worst() {
    return Math.max(rank, Math.max(errors, tail));
  }
}
