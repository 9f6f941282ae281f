package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.SettableClock;
import dev.coalmine.embedded.SimulatedFunction;
import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetrics;
import dev.coalmine.embedded.cloudwatch.metric.MetricKey;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import dev.coalmine.embedded.cloudwatch.metric.MetricStatistic;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.lambda.LambdaService;
import dev.coalmine.embedded.protocol.Arns;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * An API behind the execute-api endpoint over HTTP. Function orders has versions 1, 2 and 3, alias
 * live at 1 and alias next at 3. Paths under {@code /orders} invoke the alias in the stage's
 * variable: live, for the canary next. No policy permits {@code /forbidden} to invoke its function.
 */
final class ExecuteApiFixture implements AutoCloseable {
  static final String API = "a1b2c3d4e5";
  static final String STAGE = "prod";
  private static final long SEED = 7;
  private static final String STAGE_PATH = "/_aws/execute-api/" + API + "/" + STAGE;

  final SettableClock clock = new SettableClock();
  private final LambdaService lambdaService = new LambdaService(clock, SEED, Runnable::run);
  final LambdaControl lambda = lambdaService.control();
  final ApiGatewayService apis = new ApiGatewayService(clock, SEED);
  final MetricStore store = new MetricStore();
  final EmbeddedAws aws;
  private final HttpClient http = HttpClient.newHttpClient();

  /** An API whose stage has a canary with this share in percent; 0 is none. */
  ExecuteApiFixture(int canaryPercent) {
    makeFunction();
    makeApi();
    if (canaryPercent > 0) {
      apis.updateStage(
          API,
          STAGE,
          List.of(
              replace("deploymentId", "first"),
              replace("percentTraffic", Integer.toString(canaryPercent)),
              replace("stageVariableOverrides/lambdaAlias", "next")));
    }
    ExecuteApiEndpoint executeApi =
        new ExecuteApiEndpoint(
            apis, lambda, ApiGatewayMetrics.delayed(store, Duration.ZERO), clock, SEED);
    aws =
        new EmbeddedAws(List.of(lambdaService, apis), new FaultInjection())
            .attachExecuteApi(executeApi)
            .serve(0);
  }

  private void makeFunction() {
    lambda.createFunction("orders", "orders.Handler", code(0), Map.of(), call -> runner.run(call));
    List.of(1, 2, 3).forEach(version -> lambda.publish("orders", code(version)));
    lambda.putAlias("orders", "live", "1", Map.of());
    lambda.putAlias("orders", "next", "3", Map.of());
    String sources = Arns.executeApi(API, "*", "*", "/orders*");
    for (String alias : List.of("live", "next")) {
      lambda.addPermission("orders", alias, "shop", "apigateway.amazonaws.com", sources);
    }
  }

  private void makeApi() {
    apis.createApi(API, "shop");
    String orders = Arns.integration("orders", "${stageVariables.lambdaAlias}");
    for (String path : List.of("/orders", "/orders/{id}", "/forbidden")) {
      apis.putMethod(API, path, "ANY", orders);
    }
    apis.putMethod(API, "/gone", "GET", Arns.integration("nobody", ""));
    apis.putMethod(API, "/mock", "GET", "");
    apis.createDeployment(API, "first");
    apis.createStage(API, STAGE, "first", Map.of("lambdaAlias", "live"));
  }

  /** Gives the methods of a path an integration with these credentials, and deploys it. */
  void integrate(String path, String credentials) {
    Map<String, Object> integration = new LinkedHashMap<>();
    integration.put("type", "AWS_PROXY");
    integration.put("httpMethod", "POST");
    integration.put("uri", Arns.integration("orders", "${stageVariables.lambdaAlias}"));
    if (!credentials.isEmpty()) {
      integration.put("credentials", credentials);
    }
    String resources = "/restapis/" + API + "/resources";
    call("PUT", resources + "/" + resource(path) + "/methods/ANY/integration", integration);
    call("POST", "/restapis/" + API + "/deployments", Map.of("stageName", STAGE));
  }

  private String resource(String path) {
    JsonView resources = new JsonView(call("GET", "/restapis/" + API + "/resources", Map.of()));
    return resources.get("item").items().stream()
        .filter(one -> one.get("path").text().equals(path))
        .map(one -> one.get("id").text())
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Object> call(String method, String path, Map<String, Object> body) {
    byte[] json = method.equals("GET") ? new byte[0] : Json.toBytes(body);
    Map<String, String> headers = Map.of("content-type", "application/json");
    WireResponse answer = aws.handle(new WireRequest(method, path, Map.of(), headers, json));
    if (answer.status() >= 300) {
      throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
    }
    return Json.parseObject(answer.body());
  }

  private static Map<String, String> replace(String setting, String value) {
    return Map.of("op", "replace", "path", "/canarySettings/" + setting, "value", value);
  }

  private final SimulatedFunction configured = new SimulatedFunction(clock, SEED, pause -> {});
  private volatile FunctionRunner runner = configured;

  /** Sets the runner of function orders. */
  void setRunner(FunctionRunner next) {
    runner = next;
  }

  /** Sets the response of function orders. */
  void setResponse(String json) {
    setRunner(
        call ->
            new FunctionRunner.FunctionResult(
                json.getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(20)));
  }

  private static byte[] code(int version) {
    return ("orders " + version).getBytes(StandardCharsets.UTF_8);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** A request to the API. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(aws.endpoint() + STAGE_PATH + path));
  }

  /** The version that served a request in process. */
  String version() {
    WireRequest request =
        new WireRequest("GET", STAGE_PATH + "/orders", Map.of(), Map.of(), new byte[0]);
    return aws.handle(request).headers().get("X-Amz-Executed-Version");
  }

  /** A statistic of this minute. */
  double statistic(String namespace, String name, String stat, Map<String, String> dimensions) {
    long from = clock.instant().getEpochSecond() / 60 * 60;
    MetricKey key = MetricKey.of(namespace, name, dimensions);
    Instant later = clock.instant().plusSeconds(3600);
    NavigableMap<Long, MetricSamples> found =
        store.samplesByPeriod(key, "", from, from + 60, 60, later);
    return found.isEmpty()
        ? Double.NaN
        : MetricStatistic.named(stat).compute(found.get(from)).orElseThrow();
  }

  @Override
  public void close() {
    aws.close();
  }
}
