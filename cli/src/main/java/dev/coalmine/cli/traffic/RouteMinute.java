package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import java.time.Instant;
import java.util.Optional;

/**
 * The results of one minute's requests on one route.
 *
 * @param at start of the minute
 * @param requests number of requests
 * @param errors requests that the function failed
 * @param durations of the function, in milliseconds
 * @param failures requests that failed for their callers
 * @param latencies of what is behind the stage, in milliseconds
 */
public record RouteMinute(
    TrafficRoute route,
    Instant at,
    long requests,
    long errors,
    MetricSamples durations,
    long failures,
    MetricSamples latencies) {
  /** API Gateway's own time for a request, in milliseconds; an assumption. */
  private static final double GATEWAY = 9;

  /**
   * Samples the results.
   *
   * @param function behaviour of the version that runs
   * @param answer behaviour that callers see: that of the function, or of a stage that makes it
   *     worse
   */
  static RouteMinute sample(
      TrafficRoute route,
      Instant at,
      long requests,
      VersionBehaviour function,
      VersionBehaviour answer,
      RandomSampler sampler) {
    if (route.isBroken()) {
      MetricSamples none = MetricSamples.NONE;
      return new RouteMinute(
          route, at, requests, 0, none, requests, MetricSamples.of(0, (double) requests));
    }
    long errors = sampler.binomial(requests, function.errorRate());
    MetricSamples durations = DurationSampler.sample(sampler, requests, function);
    if (answer.equals(function)) {
      return new RouteMinute(route, at, requests, errors, durations, errors, durations);
    }
    // Of the requests that the function serves, so many fail at the stage that the total is right.
    double more = (answer.errorRate() - function.errorRate()) / (1 - function.errorRate());
    long failures = errors + sampler.binomial(requests - errors, more);
    MetricSamples waits = DurationSampler.sample(sampler, requests, answer);
    return new RouteMinute(route, at, requests, errors, durations, failures, waits);
  }

  /** The metrics of Lambda; empty if no function ran. */
  public Optional<LambdaMetricsMinute> lambdaMetrics() {
    return route.runsFunction()
        ? Optional.of(
            new LambdaMetricsMinute(
                route.function(),
                route.alias(),
                route.version(),
                at,
                requests,
                errors,
                0,
                durations))
        : Optional.empty();
  }

  /** The metrics of API Gateway; those of several routes in a minute add up. */
  public ApiGatewayMetricsMinute stageMetrics(String restApi, String stage) {
    TrafficRoute.StageSide side = route.side();
    return new ApiGatewayMetricsMinute(
        restApi,
        side.apiName(),
        stage,
        side.canary(),
        at,
        requests,
        0,
        failures,
        latencies.plus(GATEWAY));
  }
}
