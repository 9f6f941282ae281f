package dev.coalmine.local.aws;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * API Gateway as its callers meet it: {@code /_aws/execute-api/{restApi}/{stage}/…}, with any HTTP
 * method. The stage's canary takes its share of the requests first, then Lambda's alias shares out
 * by its weights. Every answer of a function tells the version that ran, and every answer of a
 * stage whether its canary took the request.
 */
public final class FrontDoor {
  // API Gateway developer guide, "Quotas for configuring and running a REST API".
  private static final int MAX_PAYLOAD = 10_485_760;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(29);

  private final ApiRoutes routes;
  private final LambdaService lambda;
  private final ApiGatewayMetrics metrics;
  private final InstantSource clock;
  private final Random draws;
  private final Uuids requestIds;

  /**
   * A door to some APIs.
   *
   * @param routes whom their requests go to
   * @param lambda runs their functions, where a function's policy lets API Gateway invoke it
   * @param metrics where requests are reported
   * @param clock what time it is
   * @param seed of request ids and of the choice between production and canary
   */
  public FrontDoor(
      ApiRoutes routes,
      LambdaService lambda,
      ApiGatewayMetrics metrics,
      InstantSource clock,
      long seed) {
    this.routes = routes;
    this.lambda = lambda;
    this.metrics = metrics;
    this.clock = clock;
    // Lambda draws from the same seed; these draws must know nothing of those.
    SplittableRandom seeds = new SplittableRandom(seed);
    draws = new Random(seeds.nextLong());
    requestIds = new Uuids(seeds.nextLong());
  }

  /** Whether a request is one to an API rather than to a service of AWS. */
  static boolean takes(WireRequest request) {
    return request.path().startsWith(ApiRequest.DOOR);
  }

  /** Answers a caller; waits for the function. */
  WireAnswer answer(WireRequest wire) {
    ApiRequest request = ApiRequest.of(wire, requestIds.next(), clock.instant());
    return route(request)
        .map(route -> counted(request, route))
        .orElseGet(GatewayAnswer::forbidden)
        .with("x-amzn-RequestId", request.id())
        .with("x-amz-apigw-id", GatewayAnswer.extendedId(request.id()))
        .wire();
  }

  private Optional<ApiRoute> route(ApiRequest request) {
    return routes.route(
        request.restApi(),
        request.stage(),
        request.wire().method(),
        request.path(),
        draws.nextDouble());
  }

  private GatewayAnswer counted(ApiRequest request, ApiRoute route) {
    GatewayAnswer answer = answer(request, route);
    metrics.publish(
        new ApiGatewayMetricsMinute(
            request.restApi(),
            route.apiName(),
            request.stage(),
            route.canary(),
            request.at(),
            1,
            answer.isClientError() ? 1 : 0,
            answer.isServerError() ? 1 : 0,
            MetricSamples.of((double) answer.took().toMillis(), 1)));
    return answer.with("X-Coalmine-Canary", String.valueOf(route.canary()));
  }

  private GatewayAnswer answer(ApiRequest request, ApiRoute route) {
    if (route.method().isEmpty()) {
      return GatewayAnswer.noMethod();
    }
    if (request.wire().body().length > MAX_PAYLOAD) {
      return GatewayAnswer.tooLarge();
    }
    return route
        .backend()
        .map(backend -> asked(request, route, backend))
        .orElseGet(GatewayAnswer::mock);
  }

  private GatewayAnswer asked(ApiRequest request, ApiRoute route, ApiRoute.Backend backend) {
    if (!isAllowed(request, route, backend)) {
      return GatewayAnswer.notAsked();
    }
    try {
      return answer(
          lambda.run(backend.function(), backend.qualifier(), ProxyEvent.of(request, route)));
    } catch (AwsError refused) { // callers are not told why
      return GatewayAnswer.notAsked();
    }
  }

  private boolean isAllowed(ApiRequest request, ApiRoute route, ApiRoute.Backend backend) {
    String source =
        Arns.executeApi(
            request.restApi(), request.stage(), request.wire().method(), route.resource());
    return lambda.allows(
        backend.function(), backend.qualifier(), "apigateway.amazonaws.com", source);
  }

  private static GatewayAnswer answer(Executed executed) {
    Runner.Result result = executed.result();
    boolean late = result.took().compareTo(LONGEST_WAIT) > 0;
    return (late ? GatewayAnswer.timedOut() : said(result))
        .after(late ? LONGEST_WAIT : result.took())
        .with("X-Amz-Executed-Version", executed.version());
  }

  private static GatewayAnswer said(Runner.Result result) {
    return result.failed()
        ? GatewayAnswer.failed()
        : ProxyAnswer.read(result.payload()).orElseGet(GatewayAnswer::failed);
  }
}
