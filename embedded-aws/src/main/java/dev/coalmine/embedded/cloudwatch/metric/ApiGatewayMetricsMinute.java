package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;

/**
 * What one side of a stage answered in one minute, or in a part of it.
 *
 * @param restApi the API's id
 * @param apiName the API's name, which is its dimension in CloudWatch
 * @param stage the stage's name
 * @param canary whether the stage's canary answered; else production did
 * @param at any moment of the minute in which the requests came
 * @param requests how many came
 * @param clientErrors how many of them got a status from 400 to 499
 * @param serverErrors how many more got one from 500 on
 * @param latencies of the requests, in milliseconds
 */
public record ApiGatewayMetricsMinute(
    String restApi,
    String apiName,
    String stage,
    boolean canary,
    Instant at,
    long requests,
    long clientErrors,
    long serverErrors,
    MetricSamples latencies) {
  /** Checks that no more failed than came. */
  public ApiGatewayMetricsMinute {
    if (clientErrors < 0 || serverErrors < 0 || clientErrors + serverErrors > requests) {
      throw new IllegalArgumentException(
          clientErrors + " and " + serverErrors + " errors exceed " + requests + " requests");
    }
  }
}
