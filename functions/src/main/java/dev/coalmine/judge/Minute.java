package dev.coalmine.judge;

/**
 * One minute of the baseline. Numbers that can't be are mended as in {@link Side}.
 *
 * @param requests invocations and throttles
 * @param errors requests that failed
 * @param durations requests whose duration is known
 * @param slow durations above the baseline's 90th percentile from before the release
 */
public record Minute(double requests, double errors, double durations, double slow) {
  public Minute {
    requests = Count.of(requests);
    errors = Count.of(errors, requests);
    durations = Count.of(durations);
    slow = Count.of(slow, durations);
  }

  static Minute of(Side side) {
    return new Minute(side.requests(), side.errors(), side.durations(), side.above().p90());
  }

  Minute plus(Minute other) {
    return new Minute(
        requests + other.requests,
        errors + other.errors,
        durations + other.durations,
        slow + other.slow);
  }
}
