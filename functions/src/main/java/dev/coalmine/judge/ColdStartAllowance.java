package dev.coalmine.judge;

/**
 * What cold starts excuse in one minute of the canary. It fades as the new version warms up, and
 * with its traffic.
 *
 * @param warmth from 1 for a version that has just started down towards 0
 * @param durations durations of the canary in this minute
 */
record ColdStartAllowance(double warmth, double durations) {
  private static final double HALF_LIFE = 2; // minutes

  static ColdStartAllowance after(int canaryMinutes, double durations) {
    return new ColdStartAllowance(Math.pow(2, -canaryMinutes / HALF_LIFE), durations);
  }

  /** How many times the baseline's share of slow requests is fine. */
  double slowRatio() {
    return 1.25 + 4 * warmth + 3 / (durations + 5);
  }

  /** How many times the baseline's share of the slowest requests is fine. */
  double tailRatio() {
    return .5 + tailFactor();
  }

  /** How many times the baseline's share of the slowest requests is to be expected. */
  double tailFactor() {
    return 1 + 12 * warmth + 5 / (durations + 5);
  }

  /** By how much the mean rank score may be above the baseline's. */
  double rank() {
    return .15 * warmth + .1 / (durations + 2.5);
  }

  /** By how much the share of slow requests may be above its limit. */
  double slowLimit() {
    return .4 * warmth + 1 / (durations + 2.5);
  }
}
