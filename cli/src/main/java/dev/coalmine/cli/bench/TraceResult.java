package dev.coalmine.cli.bench;

/**
 * How one release went.
 *
 * @param rollbackMinute the minute of the rollback; {@link #NEVER} if there was none
 * @param promotionMinute the minute of the promotion; {@link #NEVER} if there was none, or no
 *     lasting one
 * @param failedRequests requests that the fault made fail
 * @param exposedRequests requests that met the faulty version
 */
record TraceResult(
    int rollbackMinute, int promotionMinute, double failedRequests, double exposedRequests) {
  /** Later than the release is watched. */
  static final int NEVER = 999;

  private static final int DELAY = 2; // minutes until a minute's numbers are complete

  /** Plays a release by a rule. */
  static TraceResult run(RolloutRule rule, ReleaseTrace trace) {
    int[] weights = new int[ReleaseTrace.MINUTES];
    weights[0] = rule.firstWeight(trace.history());
    for (int t = 1; t < weights.length; t++) {
      weights[t] =
          rule.nextWeight(t, t < DELAY ? null : trace.observed(t - DELAY, weights[t - DELAY]));
    }
    return fromWeights(trace, weights);
  }

  /** How it went when these were the weights, in percent. */
  static TraceResult fromWeights(ReleaseTrace trace, int... weights) {
    int rollBack = first(0, weights);
    double failed = 0;
    double exposed = 0;
    for (int t = 0; t < weights.length; t++) {
      int requests = trace.observed(t, weights[t]).canary().requests();
      failed += requests * trace.addedErrors(t);
      exposed += t < trace.scenario().onset() ? 0 : requests;
    }
    int promotion = rollBack == NEVER ? first(100, weights) : NEVER;
    return new TraceResult(rollBack, promotion, failed, exposed);
  }

  private static int first(int weight, int... weights) {
    for (int t = 0; t < weights.length; t++) {
      if (weights[t] == weight) {
        return t;
      }
    }
    return NEVER;
  }

  boolean isRolledBack() {
    return rollbackMinute != NEVER;
  }
}
