package dev.coalmine.judge;

/**
 * How much slower than the baseline a canary may be in one minute because of cold starts. It
 * decreases with the canary's minutes and with its requests a minute.
 *
 * @param warmth 1 in the first minute of the canary, halved every two minutes
 * @param durations count of the canary's durations in this minute
 */
record ColdStartAllowance(double warmth, double durations) {
  private static final double HALF_LIFE = 2; // minutes

  static ColdStartAllowance after(int canaryMinutes, double durations) {
    return new ColdStartAllowance(Math.pow(2, -canaryMinutes / HALF_LIFE), durations);
  }

  /** Allowed ratio of the canary's share of slow requests to the baseline's. */
  double slowRatio() {
    return 1.25 + 4 * warmth + 3 / (durations + 5);
  }

  /** Allowed ratio of the canary's share of requests over p99 to the baseline's. */
  double tailRatio() {
    return .5 + tailFactor();
  }

  /** Expected ratio of the canary's share of requests over p99 to the baseline's. */
  double tailFactor() {
    return 1 + 12 * warmth + 5 / (durations + 5);
  }

  /** Allowed difference of the canary's mean rank score and the baseline's. */
  double rank() {
    return .15 * warmth + .1 / (durations + 2.5);
  }

  /** Allowed difference of the canary's share of slow requests and its limit. */
  double slowLimit() {
    return .4 * warmth + 1 / (durations + 2.5);
  }
}
