package dev.coalmine.cli.bench;

/**
 * The result of one release with one rule.
 *
 * @param rollbackMinute the minute of the rollback; {@link #NEVER} if there was none
 * @param promotionMinute the first minute at 100 %; {@link #NEVER} if there was none, or a rollback
 * @param failedRequests requests that failed because of the fault
 * @param exposedRequests requests to the faulty version
 */
record TraceResult(
    int rollbackMinute, int promotionMinute, double failedRequests, double exposedRequests) {
  /** A minute after the end of every trace. */
  static final int NEVER = 999;

  private static final int DELAY = 2; // minutes until a minute's numbers are complete

  /** Plays a release with a rule. */
  static TraceResult run(RolloutRule rule, ReleaseTrace trace) {
    int[] weights = new int[ReleaseTrace.MINUTES];
    weights[0] = rule.firstWeight(trace.history());
    for (int t = 1; t < weights.length; t++) {
      weights[t] =
          rule.nextWeight(t, t < DELAY ? null : trace.observed(t - DELAY, weights[t - DELAY]));
    }
    return fromWeights(trace, weights);
  }

  /** The result with these weights, in percent. */
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
