package dev.coalmine.cli.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.apigateway.ApiRoute.LambdaBackend;
import dev.coalmine.embedded.apigateway.StageTrafficSplit;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample account, and its traffic. */
class SampleAccountTest {
  private static final Instant START = Rehearsal.START;
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final VirtualClock clock = new VirtualClock(START);
  private final SimulatedAccount world = world();

  private SimulatedAccount world() {
    SimulatedAccount made = LOCAL.account(clock);
    SampleAccount.createIn(made);
    return made;
  }

  private void call(TrafficTargets calls, String traffic) {
    calls.startTraffic(world, TrafficProfile.load(traffic), 1);
  }

  private void stage(List<Map<String, String>> patch) {
    world.apiGateway().updateStage(SampleAccount.API, SampleAccount.STAGE, patch);
  }

  private static Map<String, String> replace(String path, String value) {
    return Map.of("op", "replace", "path", path, "value", value);
  }

  private void pass(int minutes) {
    clock.runTo(clock.instant().plus(Duration.ofMinutes(minutes)));
  }

  /** The sum over all time so far, as a client reads it. */
  private double sum(String namespace, String metric, Map<String, String> dimensions) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("Namespace", namespace);
    named.put("MetricName", metric);
    named.put(
        "Dimensions",
        dimensions.entrySet().stream()
            .map(each -> Map.of("Name", each.getKey(), "Value", each.getValue()))
            .toList());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "MetricDataQueries",
        List.of(
            Map.of(
                "Id",
                "m",
                "MetricStat",
                Map.of("Metric", named, "Period", 86_400, "Stat", "Sum"))));
    body.put("StartTime", START.minus(Duration.ofDays(1)).getEpochSecond());
    body.put("EndTime", START.plus(Duration.ofDays(2)).getEpochSecond());
    WireResponse answer =
        world
            .aws()
            .handle(WireRequest.awsJson("GraniteServiceVersion20100801.GetMetricData", body));
    Map<?, ?> result =
        (Map<?, ?>) ((List<?>) Json.parseObject(answer.body()).get("MetricDataResults")).get(0);
    return ((List<?>) result.get("Values"))
        .stream().mapToDouble(value -> ((Number) value).doubleValue()).sum();
  }

  private double invocations(String function) {
    return sum("AWS/Lambda", "Invocations", Map.of("FunctionName", function));
  }

  private double invocations(String function, String alias, String version) {
    return sum(
        "AWS/Lambda",
        "Invocations",
        Map.of(
            "FunctionName", function,
            "Resource", function + ":" + alias,
            "ExecutedVersion", version));
  }

  private double shop(String metric) {
    return sum("AWS/ApiGateway", metric, Map.of("ApiName", "shop", "Stage", "prod"));
  }

  @ParameterizedTest
  @CsvSource({
    "orders,  live, 7,  1 2 3 4 5 6 7 8",
    "orders,  next, 8,  1 2 3 4 5 6 7 8",
    "billing, live, 3,  3 4",
    "mail,    live, 11, 11 12",
  })
  void functionsAreThereWithVersionsAndAliases(
      String function, String alias, String version, String versions) {
    assertThat(world.lambda().trafficSplit(function, alias).orElseThrow().primary())
        .isEqualTo(version);
    assertThat(world.lambda().versions(function)).containsExactly(versions.split(" "));
  }

  @Test
  void theStageAsksOrdersByTheAliasOfItsVariable() {
    StageTrafficSplit stage =
        world.apiGateway().stage(SampleAccount.API, SampleAccount.STAGE).orElseThrow();

    assertThat(stage.apiName()).isEqualTo("shop");
    assertThat(stage.production())
        .isEqualTo(
            new StageTrafficSplit.StageSide(
                "d1e2f3", List.of(new LambdaBackend("orders", "live"))));
    assertThat(stage.canaryPercent()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"live, true", "next, true", "7, false"})
  void theApiMayAskBothAliases(String alias, boolean may) {
    String request = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/GET/orders";

    assertThat(world.lambda().allows("orders", alias, "apigateway.amazonaws.com", request))
        .isEqualTo(may);
  }

  @Test
  void callersOfTheStageComeToOrdersThroughIt() {
    call(
        TrafficTargets.readFrom(
            "{\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\"}]}"),
        "errors");
    pass(10);
    stage(
        List.of(
            replace("/canarySettings/deploymentId", "x9y8z7"),
            replace("/canarySettings/stageVariableOverrides/lambdaAlias", "next"),
            replace("/canarySettings/percentTraffic", "20")));
    pass(60);

    Map<String, String> canary = Map.of("RestApi", SampleAccount.API, "Stage", SampleAccount.STAGE);
    assertThat(invocations("orders", "next", "8"))
        .isPositive()
        .isEqualTo(sum("Coalmine/Stages", "CanaryCount", canary));
    assertThat(shop("Count")).isEqualTo(invocations("orders")).isPositive();
    assertThat(shop("5XXError"))
        .isEqualTo(sum("AWS/Lambda", "Errors", Map.of("FunctionName", "orders")))
        .isPositive();
    assertThat(invocations("billing")).isZero();
  }

  @Test
  void aFunctionBehindTheStageIsCalledByTheStageAlone() {
    String event =
        """
        {"targets": [{"function": "orders"}, {"function": "billing"},
                     {"restApi": "a1b2c3d4e5", "stage": "prod"}]}
        """;
    call(TrafficTargets.readFrom(event), "healthy");
    pass(20);

    assertThat(shop("Count")).isPositive().isEqualTo(invocations("orders"));
    assertThat(invocations("billing")).isPositive();
    assertThat(invocations("mail")).isZero();
  }

  @Test
  void oneMoreThatIsCalledDoesNotChangeAnothersNumbers() {
    call(TrafficTargets.readFrom("{\"function\": \"orders\"}"), "healthy");
    pass(20);
    final double alone = invocations("orders");

    SampleAccountTest other = new SampleAccountTest();
    String three =
        """
        {"targets": [{"function": "mail"}, {"function": "orders"}, {"function": "billing"}]}
        """;
    other.call(TrafficTargets.readFrom(three), "healthy");
    other.pass(20);

    assertThat(other.invocations("orders")).isEqualTo(alone).isPositive();
    assertThat(other.invocations("billing"))
        .isPositive()
        .isNotEqualTo(other.invocations("mail"))
        .isNotEqualTo(alone);
  }

  @Test
  void everythingIsCalledOnce() {
    call(TrafficTargets.all(), "healthy");
    pass(20);

    assertThat(shop("Count")).isPositive().isEqualTo(invocations("orders"));
    assertThat(invocations("billing")).isPositive();
    assertThat(invocations("mail")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"orders, gone", "ghost, live"})
  void nobodyCallsWhatIsNotThere(String function, String alias) {
    String event = "{\"function\": \"%s\", \"alias\": \"%s\"}".formatted(function, alias);
    call(TrafficTargets.readFrom(event), "healthy");
    pass(20);

    assertThat(sum("AWS/Lambda", "Invocations", Map.of())).isZero();
  }

  @Test
  void aStageThatIsPointedAtNoAliasFails() {
    call(TrafficTargets.all(), "healthy");
    pass(5);
    final double before = shop("5XXError");
    stage(List.of(replace("/variables/lambdaAlias", "gone")));
    pass(20);

    assertThat(before).isLessThan(10);
    assertThat(shop("5XXError")).isGreaterThan(15 * 500);
  }
}
