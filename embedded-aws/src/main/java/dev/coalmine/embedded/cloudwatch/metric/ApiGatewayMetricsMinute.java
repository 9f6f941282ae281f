package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;

/**
 * The requests that one side of a stage served in one minute, or in a part of it.
 *
 * @param restApi the API's id
 * @param apiName the API's name, which is its dimension in CloudWatch
 * @param stage the stage's name
 * @param canary whether the stage's canary served them; else production
 * @param at any moment of the minute in which the requests came
 * @param reported any moment of the minute after which their data points appear
 * @param requests the number of requests
 * @param clientErrors how many of them got a status from 400 to 499
 * @param serverErrors how many of them got a status from 500 on
 * @param latencies of the requests, in milliseconds
 */
public record ApiGatewayMetricsMinute(
    String restApi,
    String apiName,
    String stage,
    boolean canary,
    Instant at,
    Instant reported,
    long requests,
    long clientErrors,
    long serverErrors,
    MetricSamples latencies) {
  /** Checks the error counts against the request count. */
  public ApiGatewayMetricsMinute {
    if (clientErrors < 0 || serverErrors < 0 || clientErrors + serverErrors > requests) {
      throw new IllegalArgumentException(
          clientErrors + " and " + serverErrors + " errors exceed " + requests + " requests");
    }
  }
}
