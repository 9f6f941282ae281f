package dev.coalmine.judge;

/**
 * One minute of the baseline. Numbers that can't be are mended as in {@link VersionCounts}.
 *
 * @param requests invocations and throttles
 * @param errors requests that failed
 * @param durations requests whose duration is known
 * @param slow durations above the baseline's 90th percentile from before the release
 */
public record BaselineMinute(double requests, double errors, double durations, double slow) {
  public BaselineMinute {
    requests = CountBounds.of(requests);
    errors = CountBounds.of(errors, requests);
    durations = CountBounds.of(durations);
    slow = CountBounds.of(slow, durations);
  }

  static BaselineMinute of(VersionCounts side) {
    return new BaselineMinute(side.requests(), side.errors(), side.durations(), side.above().p90());
  }

  BaselineMinute plus(BaselineMinute other) {
    return new BaselineMinute(
        requests + other.requests,
        errors + other.errors,
        durations + other.durations,
        slow + other.slow);
  }
}
