package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import java.time.Instant;
import java.util.Optional;

/**
 * How the requests of one minute fared that went one way.
 *
 * @param at when the minute began
 * @param requests how many there were
 * @param errors how many of them the function failed
 * @param durations of the function, in milliseconds
 * @param failures how many of all their callers saw fail
 * @param latencies how long the callers waited for what is behind the stage, in milliseconds
 */
public record RouteMinute(
    TrafficRoute route,
    Instant at,
    long requests,
    long errors,
    MetricSamples durations,
    long failures,
    MetricSamples latencies) {
  /** What API Gateway itself takes for a request, in milliseconds; an assumption. */
  private static final double GATEWAY = 9;

  /**
   * Draws it.
   *
   * @param function how the version that runs behaves
   * @param answer how what the callers meet behaves: the function itself, or a stage that spoils
   *     what the function does
   */
  static RouteMinute sample(
      TrafficRoute lane,
      Instant at,
      long requests,
      VersionBehaviour function,
      VersionBehaviour answer,
      RandomSampler draws) {
    if (lane.isBroken()) {
      MetricSamples none = MetricSamples.NONE;
      return new RouteMinute(
          lane, at, requests, 0, none, requests, MetricSamples.of(0, (double) requests));
    }
    long errors = draws.binomial(requests, function.errorRate());
    MetricSamples durations = DurationSampler.sample(draws, requests, function);
    if (answer.equals(function)) {
      return new RouteMinute(lane, at, requests, errors, durations, errors, durations);
    }
    // What the function does well fails before the caller just so often that all is as it should.
    double more = (answer.errorRate() - function.errorRate()) / (1 - function.errorRate());
    long failures = errors + draws.binomial(requests - errors, more);
    MetricSamples waits = DurationSampler.sample(draws, requests, answer);
    return new RouteMinute(lane, at, requests, errors, durations, failures, waits);
  }

  /** What Lambda reports of it; nothing where no function ran. */
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

  /** What API Gateway reports of it; parts of one minute add up. */
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
