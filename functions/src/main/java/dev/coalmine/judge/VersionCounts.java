package dev.coalmine.judge;

/**
 * What one of the two versions did, in a minute or over a release.
 *
 * <p>Any numbers are taken, since a monitor may send any: not a number or below zero is nothing
 * counted, above 2^53 is 2^53, errors beyond the requests are not believed, and durations whose
 * thresholds are not all known are not counted.
 *
 * @param requests invocations and throttles
 * @param errors requests that failed
 * @param durations requests whose duration is known
 * @param above how many of the durations were long
 */
public record VersionCounts(
    double requests, double errors, double durations, ThresholdCounts above) {
  /** No requests. */
  public static final VersionCounts NOTHING = new VersionCounts(0, 0, 0, ThresholdCounts.NONE);

  public VersionCounts {
    requests = CountBounds.of(requests);
    errors = CountBounds.of(errors, requests);
    boolean measured = above != null && above.isMeasured();
    durations = measured ? CountBounds.of(durations) : 0;
    above = measured ? above.within(durations) : ThresholdCounts.NONE;
  }

  VersionCounts plus(VersionCounts other) {
    return new VersionCounts(
        requests + other.requests,
        errors + other.errors,
        durations + other.durations,
        above.plus(other.above));
  }

  VersionCounts within(JudgeScope scope) {
    return new VersionCounts(
        requests, scope.errors() ? errors : 0, scope.latency() ? durations : 0, above);
  }

  void pack(StatePacker out) {
    out.add(requests, errors, durations);
    out.add(above.p30(), above.p50(), above.p75(), above.p90(), above.p99());
  }

  static VersionCounts unpack(StateUnpacker in) {
    double requests = in.next();
    double errors = in.next();
    double durations = in.next();
    ThresholdCounts above =
        new ThresholdCounts(in.next(), in.next(), in.next(), in.next(), in.next());
    return new VersionCounts(requests, errors, durations, above);
  }
}
