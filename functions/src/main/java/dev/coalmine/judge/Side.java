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
public record Side(double requests, double errors, double durations, Above above) {
  /** No requests. */
  public static final Side NOTHING = new Side(0, 0, 0, Above.NONE);

  public Side {
    requests = Count.of(requests);
    errors = Count.of(errors, requests);
    boolean measured = above != null && above.isMeasured();
    durations = measured ? Count.of(durations) : 0;
    above = measured ? above.within(durations) : Above.NONE;
  }

  Side plus(Side other) {
    return new Side(
        requests + other.requests,
        errors + other.errors,
        durations + other.durations,
        above.plus(other.above));
  }

  Side within(Scope scope) {
    return new Side(requests, scope.errors() ? errors : 0, scope.latency() ? durations : 0, above);
  }

  void pack(Packer out) {
    out.add(requests, errors, durations);
    out.add(above.p30(), above.p50(), above.p75(), above.p90(), above.p99());
  }

  static Side unpack(Unpacker in) {
    double requests = in.next();
    double errors = in.next();
    double durations = in.next();
    Above above = new Above(in.next(), in.next(), in.next(), in.next(), in.next());
    return new Side(requests, errors, durations, above);
  }
}
