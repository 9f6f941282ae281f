package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;

/**
 * What one version of a function did in one minute, or in a part of it.
 *
 * @param function its bare name
 * @param alias through which it was invoked; empty if through none
 * @param version that ran; {@code $LATEST} or empty without one
 * @param at any moment of the minute in which the invocations started
 * @param invocations how many ran, failed ones included
 * @param errors how many of them failed
 * @param throttles how many more were refused before they ran
 * @param durations of the invocations, in milliseconds, initialisation excluded
 */
public record LambdaMetricsMinute(
    String function,
    String alias,
    String version,
    Instant at,
    long invocations,
    long errors,
    long throttles,
    MetricSamples durations) {
  /** Checks that no more failed than ran. */
  public LambdaMetricsMinute {
    if (errors < 0 || errors > invocations || throttles < 0) {
      throw new IllegalArgumentException(errors + " errors exceed " + invocations + " invocations");
    }
  }
}
