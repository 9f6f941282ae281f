package dev.coalmine.local.bench;

/**
 * How one release went.
 *
 * @param rollBack the minute of the rollback; {@link #NEVER} if there was none
 * @param promotion the minute of the promotion; {@link #NEVER} if there was none, or no lasting one
 * @param failed requests that the fault made fail
 * @param exposed requests that met the faulty version
 */
record Played(int rollBack, int promotion, double failed, double exposed) {
  /** Later than the release is watched. */
  static final int NEVER = 999;

  private static final int DELAY = 2; // minutes until a minute's numbers are complete

  /** Plays a release by a rule. */
  static Played by(Rule rule, Trace trace) {
    int[] weights = new int[Trace.MINUTES];
    weights[0] = rule.start(trace.history());
    for (int t = 1; t < weights.length; t++) {
      weights[t] = rule.tick(t, t < DELAY ? null : trace.seen(t - DELAY, weights[t - DELAY]));
    }
    return of(trace, weights);
  }

  /** How it went when these were the weights, in percent. */
  static Played of(Trace trace, int... weights) {
    int rollBack = first(0, weights);
    double failed = 0;
    double exposed = 0;
    for (int t = 0; t < weights.length; t++) {
      int requests = trace.seen(t, weights[t]).canary().requests();
      failed += requests * trace.addedErrors(t);
      exposed += t < trace.scenario().onset() ? 0 : requests;
    }
    int promotion = rollBack == NEVER ? first(100, weights) : NEVER;
    return new Played(rollBack, promotion, failed, exposed);
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
    return rollBack != NEVER;
  }
}
