package dev.coalmine.release;

import static java.util.Objects.requireNonNull;

/**
 * Request counts of one version, or of all versions of a target together, over one or more whole
 * minutes.
 *
 * @param requests invocations and throttles; of an API stage all requests
 * @param errors failed invocations and throttles; of an API stage responses with a 5xx status
 * @param durations requests that ran and whose duration is compared with the thresholds; 0 where
 *     the thresholds are not known
 * @param above how many of the durations were above each threshold
 */
public record RequestCounts(
    double requests, double errors, double durations, ThresholdCounts above) {
  /** No requests. */
  public static final RequestCounts NONE = new RequestCounts(0, 0, 0, ThresholdCounts.NONE);

  public RequestCounts {
    requireNonNull(above);
  }

  /** The sum of both. */
  public RequestCounts plus(RequestCounts other) {
    return new RequestCounts(
        requests + other.requests,
        errors + other.errors,
        durations + other.durations,
        above.plus(other.above));
  }

  /** The difference, each count at least 0. */
  public RequestCounts minus(RequestCounts other) {
    return new RequestCounts(
        Math.max(0, requests - other.requests),
        Math.max(0, errors - other.errors),
        Math.max(0, durations - other.durations),
        above.minus(other.above));
  }
}
