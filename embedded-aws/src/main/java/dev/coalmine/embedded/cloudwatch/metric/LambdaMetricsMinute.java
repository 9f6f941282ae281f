package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;

/**
 * Invocations of one version of a function that began in one minute and ended in one minute.
 *
 * @param function its bare name
 * @param alias the invoked alias; empty without one
 * @param version the version that ran; {@code $LATEST} or empty without one
 * @param at any moment of the minute in which the invocations began: their data points have the
 *     time of that minute
 * @param reported any moment of the minute in which they ended: Lambda reports an invocation when
 *     it ends, so the data points appear after that minute ("Viewing metrics for Lambda functions":
 *     the timestamp of a metric is when the function was invoked)
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
    Instant reported,
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
