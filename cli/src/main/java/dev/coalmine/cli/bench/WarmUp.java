package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/**
 * How much slower the first calls of a container are. What a cold start adds belongs to the first
 * call alone.
 *
 * @param coldStart milliseconds that the first call takes longer, in the median
 * @param factor by which the first call is slower, less 1; it falls exponentially
 * @param calls after which that slow-down has fallen to 37 %
 * @param curve a measured curve; milliseconds that it adds, {@link MeasuredCurve#NONE} for none
 */
record WarmUp(double coldStart, double factor, double calls, MeasuredCurve curve) {
  /** Every call is as fast as the others. */
  static final WarmUp NONE = new WarmUp(0, 0, 1, MeasuredCurve.NONE);

  private static final double SPREAD = .3; // of the logarithm of a cold start's duration

  /** A cold start, and a slow-down of the calls after it. */
  static WarmUp of(double coldStart, double factor, double calls) {
    return new WarmUp(coldStart, factor, calls, MeasuredCurve.NONE);
  }

  /** A warm-up like that measured. */
  static WarmUp measured(MeasuredCurve curve) {
    return new WarmUp(0, 0, 1, curve);
  }

  /**
   * The duration of a call.
   *
   * @param warm its duration in a warm container, in milliseconds
   * @param served calls that the container has served before
   */
  double duration(double warm, int served, RandomSampler draws) {
    double slowed = factor == 0 ? warm : warm * (1 + factor * Math.exp(-served / calls));
    double cold = served == 0 && coldStart > 0 ? coldStart * Math.exp(draws.normal(SPREAD)) : 0;
    return slowed + curve.added(served) + cold;
  }
}
