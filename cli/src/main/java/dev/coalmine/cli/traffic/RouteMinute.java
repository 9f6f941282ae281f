package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The results of one minute's requests on one route.
 *
 * @param at start of the minute
 * @param reported when the stage reports them, and the function those that end within the minute
 * @param requests number of requests
 * @param invocations of the function, by the minute in which they end; Lambda counts their errors
 * @param failures requests that failed for their callers: errors, what the function answered with
 *     HTTP 500, and what a stage made worse
 * @param latencies of what is behind the stage, in milliseconds
 */
public record RouteMinute(
    TrafficRoute route,
    Instant at,
    Instant reported,
    long requests,
    List<InvocationGroup> invocations,
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
      return new RouteMinute(
          route, at, at, requests, List.of(), requests, MetricSamples.of(0, (double) requests));
    }
    SampledInvocations sampled = InvocationGroup.sample(at, requests, function, sampler);
    List<InvocationGroup> groups = sampled.groups();
    long errors = groups.stream().mapToLong(InvocationGroup::errors).sum();
    long failed = errors + sampler.binomial(requests - errors, function.http500Rate());
    if (answer.equals(function)) {
      return new RouteMinute(route, at, at, requests, groups, failed, sampled.waits());
    }
    // Of the requests that the function serves, so many fail at the stage that the total is right.
    double more = (answer.failureRate() - function.failureRate()) / (1 - function.failureRate());
    long failures = failed + sampler.binomial(requests - failed, more);
    MetricSamples waits = DurationSampler.sample(sampler, requests, answer).waits();
    return new RouteMinute(route, at, at, requests, groups, failures, waits);
  }

  /** The same, reported later. */
  RouteMinute reportedLater(Duration delay) {
    return new RouteMinute(
        route,
        at,
        reported.plus(delay),
        requests,
        invocations.stream().map(group -> group.endedLater(delay)).toList(),
        failures,
        latencies);
  }

  /** The metrics of Lambda; none if no function ran. */
  public List<LambdaMetricsMinute> lambdaMetrics() {
    return route.runsFunction()
        ? invocations.stream().map(this::lambdaMetrics).toList()
        : List.of();
  }

  private LambdaMetricsMinute lambdaMetrics(InvocationGroup group) {
    return new LambdaMetricsMinute(
        route.function(),
        route.alias(),
        route.version(),
        at,
        group.ended(),
        group.count(),
        group.errors(),
        0,
        group.durations());
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
        reported,
        requests,
        0,
        failures,
        latencies.plus(GATEWAY));
  }
}
