package dev.coalmine.aws;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one version was asked in one minute, as CloudWatch tells it.
 *
 * @param requests invocations and throttles
 * @param errors failed invocations and throttles
 * @param durations invocations whose duration was measured
 * @param above how many of those took longer than each threshold, in the thresholds' order; none
 *     when there are no thresholds
 */
public record RequestCounts(double requests, double errors, double durations, List<Double> above) {

  /** These and those; thresholds that only one of them has are the sum's. */
  RequestCounts plus(RequestCounts others) {
    return new RequestCounts(
        requests + others.requests,
        errors + others.errors,
        durations + others.durations,
        above.isEmpty() ? others.above : others.above.isEmpty() ? above : sum(others, 1));
  }

  /** These without those, as far as there are any left. */
  public RequestCounts minus(RequestCounts others) {
    return new RequestCounts(
        Math.max(0, requests - others.requests),
        Math.max(0, errors - others.errors),
        Math.max(0, durations - others.durations),
        above.isEmpty() || others.above.isEmpty() ? above : sum(others, -1));
  }

  private List<Double> sum(RequestCounts others, int sign) {
    return IntStream.range(0, above.size())
        .mapToObj(i -> Math.max(0, above.get(i) + sign * others.above.get(i)))
        .toList();
  }
}
