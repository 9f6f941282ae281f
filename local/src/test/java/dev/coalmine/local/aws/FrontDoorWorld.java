package dev.coalmine.local.aws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * An API at the front door over HTTP: function orders has versions 1, 2 and 3, alias live at 1 and
 * alias next at 3.
 */
final class FrontDoorWorld implements AutoCloseable {
  private static final long SEED = 7;

  final SettableClock clock = new SettableClock();
  final LambdaService lambda = new LambdaService(clock, SEED, Runnable::run);
  final MetricStore store = new MetricStore();
  final Set<String> asked = new ConcurrentSkipListSet<>(); // for whose sake functions are invoked
  final EmbeddedAws aws;
  private final HttpClient http = HttpClient.newHttpClient();

  FrontDoorWorld(double canaryPercent) {
    lambda.create("orders", "orders.Handler", code(0), Map.of(), this::run);
    List.of(1, 2, 3).forEach(version -> lambda.publish("orders", code(version)));
    lambda.route("orders", "live", "1", Map.of());
    lambda.route("orders", "next", "3", Map.of());
    FrontDoor door =
        new FrontDoor(
            new HandMadeRoutes(canaryPercent),
            lambda,
            (function, qualifier, service, source) -> allows(qualifier, service, source),
            ApiGatewayMetrics.late(store, Duration.ZERO),
            clock,
            SEED);
    aws = new EmbeddedAws(List.of(lambda), new Faults()).open(door).serve(0);
  }

  private final ConfiguredFunction configured = new ConfiguredFunction(clock, SEED, pause -> {});
  private volatile Runner runner = configured;

  private Runner.Result run(Runner.Call call) throws Exception {
    return runner.run(call);
  }

  /** From now on function orders does this. */
  void does(Runner next) {
    runner = next;
  }

  /** From now on function orders answers this. */
  void answers(String json) {
    does(
        call ->
            new Runner.Result(json.getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(20)));
  }

  private boolean allows(String qualifier, String service, String source) {
    asked.add(service + " " + source);
    return !qualifier.equals("forbidden");
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
    String stage = "/_aws/execute-api/" + HandMadeRoutes.API + "/" + HandMadeRoutes.STAGE;
    return HttpRequest.newBuilder(URI.create(aws.endpoint() + stage + path));
  }

  /** The version that served a request in process. */
  String version() {
    WireRequest request =
        new WireRequest(
            "GET",
            "/_aws/execute-api/" + HandMadeRoutes.API + "/" + HandMadeRoutes.STAGE + "/orders",
            Map.of(),
            Map.of(),
            new byte[0]);
    return aws.answer(request).headers().get("X-Amz-Executed-Version");
  }

  /** A statistic of this minute. */
  double statistic(String namespace, String name, String stat, Map<String, String> dimensions) {
    long from = clock.instant().getEpochSecond() / 60 * 60;
    MetricKey key = MetricKey.of(namespace, name, dimensions);
    Instant later = clock.instant().plusSeconds(3600);
    NavigableMap<Long, MetricSamples> found = store.periods(key, "", from, from + 60, 60, later);
    return found.isEmpty()
        ? Double.NaN
        : MetricStatistic.named(stat).of(found.get(from)).orElseThrow();
  }

  @Override
  public void close() {
    aws.close();
  }
}
