package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;

/**
 * The invocations of one version of a function in one minute, or in a part of it.
 *
 * @param function its bare name
 * @param alias the invoked alias; empty without one
 * @param version the version that ran; {@code $LATEST} or empty without one
 * @param at any moment of the minute in which the invocations started
 * @param invocations how many ran, failed ones included
 * @param errors how many of them failed
 * @param throttles how many more were throttled before they ran
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
  /** Checks the error count against the invocation count. */
  public LambdaMetricsMinute {
    if (errors < 0 || errors > invocations || throttles < 0) {
      throw new IllegalArgumentException(errors + " errors exceed " + invocations + " invocations");
    }
  }
}
