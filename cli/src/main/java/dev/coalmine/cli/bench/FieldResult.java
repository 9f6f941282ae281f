package dev.coalmine.cli.bench;

/**
 * The result of one release in the field with one rule.
 *
 * @param rollbackMinute the minute of the rollback; {@link #NEVER} if there was none
 * @param promotionMinute the first minute at 100 %; {@link #NEVER} if there was none
 * @param isStalled whether it was neither rolled back nor promoted in time
 * @param exposedRequests requests to the canary
 */
record FieldResult(
    int rollbackMinute, int promotionMinute, boolean isStalled, double exposedRequests) {
  /** A minute after the end of every release. */
  static final int NEVER = 999;

  /**
   * The first minute at 100 %; {@link #NEVER} if there was none, or if the release did not stay.
   */
  int minuteToAll() {
    return isRolledBack() || isStalled ? NEVER : promotionMinute;
  }

  boolean isRolledBack() {
    return rollbackMinute != NEVER;
  }
}
