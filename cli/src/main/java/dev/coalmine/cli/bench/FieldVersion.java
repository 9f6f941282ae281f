package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/**
 * A version of a function.
 *
 * @param durations of its warm calls
 * @param slowdown factor of these durations
 * @param warmUp of its containers
 * @param errorRate share of requests that fail
 * @param runtime that a rule may know, such as {@code python3.13}; empty if it can't
 */
record FieldVersion(
    WarmDurations durations, double slowdown, WarmUp warmUp, double errorRate, String runtime) {
  /** A version with lognormal durations around 120 ms that fails one request in a thousand. */
  static FieldVersion of(WarmUp warmUp) {
    return new FieldVersion(WarmDurations.lognormal(120), 1, warmUp, .001, "");
  }

  FieldVersion durations(WarmDurations other) {
    return new FieldVersion(other, slowdown, warmUp, errorRate, runtime);
  }

  FieldVersion slower(double factor) {
    return new FieldVersion(durations, factor, warmUp, errorRate, runtime);
  }

  FieldVersion warmUp(WarmUp other) {
    return new FieldVersion(durations, slowdown, other, errorRate, runtime);
  }

  FieldVersion errors(double rate) {
    return new FieldVersion(durations, slowdown, warmUp, rate, runtime);
  }

  FieldVersion runtime(String known) {
    return new FieldVersion(durations, slowdown, warmUp, errorRate, known);
  }

  /**
   * The duration of a call, in milliseconds.
   *
   * @param served calls of the container before
   */
  double duration(int served, double factor, RandomSampler draws) {
    double warm = factor * slowdown * durations.draw(draws);
    return Math.rint(100 * warmUp.duration(warm, served, draws)) / 100;
  }
}
