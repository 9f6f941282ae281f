package dev.coalmine.cli.traffic;

/**
 * A change of behaviour for some minutes, at once or growing.
 *
 * @param from minute since the release started at which it begins
 * @param to minute at which it is over; infinite for never
 * @param ramp minutes that it takes to grow linearly to its full size; 0 for at once
 * @param addErrors added to the error rate, -1 to 1
 * @param addHttp500 added to the rate of HTTP 500, -1 to 1
 * @param slowdown factor on durations
 * @param addColdStarts added to the share of cold starts, -1 to 1
 * @param addTimeouts added to the share of time-outs, -1 to 1
 */
record BehaviourChange(
    double from,
    double to,
    double ramp,
    double addErrors,
    double addHttp500,
    double slowdown,
    double addColdStarts,
    double addTimeouts) {

  /** The part of the change that has taken effect at a minute: 0 to 1. */
  double strength(double minute) {
    if (minute < from || minute >= to) {
      return 0;
    }
    return ramp == 0 ? 1 : Math.min(1, (minute - from) / ramp);
  }
}
