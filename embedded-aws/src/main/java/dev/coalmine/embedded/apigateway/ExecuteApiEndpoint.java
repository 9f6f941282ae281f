package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetrics;
import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.lambda.CompletedInvocation;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The execute-api endpoint of the APIs: {@code /_aws/execute-api/{restApi}/{stage}/…}, with any
 * HTTP method. First the stage's canary gets its share of the requests, then Lambda's alias splits
 * by its weights. A header of every function response has the executed version, and a header of
 * every stage response says whether the canary served it.
 */
public final class ExecuteApiEndpoint {
  /** Bytes. API Gateway developer guide, "Quotas for configuring and running a REST API". */
  public static final int MAX_PAYLOAD = 10_485_760;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(29);

  private final ApiRouter router;
  private final LambdaControl lambda;
  private final RequestAuthorizer authorizer;
  private final ApiGatewayMetrics metrics;
  private final InstantSource clock;
  private final Random random;
  private final SeededUuids requestIds;

  /**
   * An endpoint of some APIs.
   *
   * @param router routes the requests
   * @param lambda runs the functions whose policy permits API Gateway to invoke them
   * @param metrics receives the request metrics
   * @param clock the current time
   * @param seed of request ids and of the choice between production and canary
   */
  public ExecuteApiEndpoint(
      ApiRouter router,
      LambdaControl lambda,
      ApiGatewayMetrics metrics,
      InstantSource clock,
      long seed) {
    this.router = router;
    this.lambda = lambda;
    this.authorizer = new RequestAuthorizer(lambda);
    this.metrics = metrics;
    this.clock = clock;
    // Lambda draws from the same seed. These draws must be independent of Lambda's.
    SplittableRandom seeds = new SplittableRandom(seed);
    random = new Random(seeds.nextLong());
    requestIds = new SeededUuids(seeds.nextLong());
  }

  /** Whether a request is for an API rather than for an AWS service. */
  public static boolean accepts(WireRequest request) {
    return request.path().startsWith(ApiRequest.PATH_PREFIX);
  }

  /** The answer to a request whose body is too long to be read. */
  public static WireResponse tooLong() {
    return GatewayResponse.tooLarge().response();
  }

  /** Answers one request. It waits for the function. */
  public WireResponse handle(WireRequest wire) {
    ApiRequest request = ApiRequest.of(wire, requestIds.next(), clock.instant());
    return route(request)
        .map(route -> handleAndReport(request, route))
        .orElseGet(GatewayResponse::forbidden)
        .withHeader("x-amzn-RequestId", request.id())
        .withHeader("x-amz-apigw-id", GatewayResponse.extendedId(request.id()))
        .response();
  }

  private Optional<ApiRoute> route(ApiRequest request) {
    return router.route(
        request.restApi(),
        request.stage(),
        request.request().method(),
        request.path(),
        random.nextDouble());
  }

  private GatewayResponse handleAndReport(ApiRequest request, ApiRoute route) {
    GatewayResponse answer = handle(request, route);
    metrics.publish(
        new ApiGatewayMetricsMinute(
            request.restApi(),
            route.apiName(),
            request.stage(),
            route.canary(),
            request.at(),
            request.at().plus(answer.duration()),
            1,
            answer.isClientError() ? 1 : 0,
            answer.isServerError() ? 1 : 0,
            MetricSamples.of((double) answer.duration().toMillis(), 1)));
    return answer.withHeader("X-Coalmine-Canary", String.valueOf(route.canary()));
  }

  private GatewayResponse handle(ApiRequest request, ApiRoute route) {
    if (route.method().isEmpty()) {
      return GatewayResponse.missingAuthenticationToken();
    }
    if (request.request().body().length > MAX_PAYLOAD) {
      return GatewayResponse.tooLarge();
    }
    RequestAuthorizer.AuthorizerDecision decision = authorizer.decide(request, route);
    return decision
        .refusal()
        .or(
            () ->
                route.backend().map(backend -> invoke(request, route, backend, decision.context())))
        .orElseGet(GatewayResponse::mock);
  }

  private GatewayResponse invoke(
      ApiRequest request,
      ApiRoute route,
      ApiRoute.LambdaBackend backend,
      Map<String, Object> caller) {
    if (!isAllowed(request, route, backend)) {
      return GatewayResponse.functionUnavailable();
    }
    try {
      return handle(
          lambda.run(
              backend.function(), backend.qualifier(), ProxyEvent.of(request, route, caller)));
    } catch (AwsError refused) { // callers do not get the reason
      return GatewayResponse.functionUnavailable();
    }
  }

  private boolean isAllowed(ApiRequest request, ApiRoute route, ApiRoute.LambdaBackend backend) {
    String source =
        Arns.executeApi(
            request.restApi(), request.stage(), request.request().method(), route.resource());
    return route.usesRole()
        || lambda.allows(
            backend.function(), backend.qualifier(), "apigateway.amazonaws.com", source);
  }

  private static GatewayResponse handle(CompletedInvocation invocation) {
    FunctionRunner.FunctionResult result = invocation.result();
    boolean timedOut = result.duration().compareTo(LONGEST_WAIT) > 0;
    return (timedOut ? GatewayResponse.timedOut() : responseOf(result))
        .withDuration(timedOut ? LONGEST_WAIT : result.duration())
        .withHeader("X-Amz-Executed-Version", invocation.version());
  }

  private static GatewayResponse responseOf(FunctionRunner.FunctionResult result) {
    return result.failed()
        ? GatewayResponse.failed()
        : ProxyResponseReader.read(result.payload()).orElseGet(GatewayResponse::failed);
  }
}
