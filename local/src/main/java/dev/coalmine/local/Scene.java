package dev.coalmine.local;

import dev.coalmine.local.aws.Arns;
import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The world of a rehearsal: function {@code orders} with versions 7 and 8, alias {@code live} at 7
 * and {@code next} at 8, and alarm {@code orders-errors} on the errors of version 8 as the callers
 * of {@code live} see them, which its tags name for new versions; functions {@code billing} with
 * versions 3 and 4 and {@code mail} with 11 and 12, each with alias {@code live} at the older one;
 * and API {@code shop}, whose stage {@code prod} asks {@code orders} by the alias that its variable
 * {@code lambdaAlias} names, with a newer deployment than the one it serves. Functions {@code
 * orders-smoke}, {@code orders-check} and {@code orders-e2e} are hooks that are content.
 */
final class Scene {
  static final String FUNCTION = "orders";
  static final String ALIAS = "live";
  static final String BASELINE = "7";
  static final String CANARY = "8";
  static final String ALARM = "orders-errors";
  static final String BILLING = "billing";
  static final String MAIL = "mail";
  static final String API = "a1b2c3d4e5";
  static final String STAGE = "prod";

  static final List<String> HOOKS = List.of("orders-smoke", "orders-check", "orders-e2e");

  private static final String NEXT = "next";
  private static final String VARIABLE = "lambdaAlias";
  private static final String OLDER = "d1e2f3";
  private static final String NEWER = "x9y8z7";

  /** The rest of a world has the same revision ids with and without the others. */
  private static final long SEED = 3141;

  private Scene() {}

  /** Makes it. */
  static void in(World world) {
    function(world, FUNCTION, 1, Integer.parseInt(CANARY));
    world.lambda().route(FUNCTION, ALIAS, BASELINE, Map.of());
    world.lambda().tag(FUNCTION, Map.of("coalmine:alias", ALIAS, "coalmine:alarms", ALARM));
    world.cloudWatch().call("PutMetricAlarm", alarm());
    world.lambda().apart(SEED, () -> others(world));
    world.lambda().apart(SEED + 1, () -> HOOKS.forEach(hook -> hook(world, hook)));
    api(world);
  }

  /** What releases of {@code orders:live} alone don't touch; each alias needs its permission. */
  private static void others(World world) {
    world.lambda().route(FUNCTION, NEXT, CANARY, Map.of());
    function(world, BILLING, 3, 4);
    world.lambda().route(BILLING, ALIAS, "3", Map.of());
    function(world, MAIL, 11, 12);
    world.lambda().route(MAIL, ALIAS, "11", Map.of());
    for (String alias : List.of(ALIAS, NEXT)) {
      world
          .lambda()
          .permit(
              FUNCTION,
              alias,
              "shop",
              "apigateway.amazonaws.com",
              Arns.executeApi(API) + "/*/*/orders");
    }
  }

  private static void function(World world, String function, int first, int last) {
    world.lambda().create(function, function + ".Handler", code(function, 0), Map.of());
    world.lambda().numberFrom(function, first);
    for (int version = first; version <= last; version++) {
      world.lambda().publish(function, code(function, version));
    }
  }

  private static void hook(World world, String name) {
    Runner.Result content =
        new Runner.Result(Json.bytes(Map.of("status", "Succeeded")), false, Duration.ofMillis(1));
    world.lambda().create(name, name + ".Handler", code(name, 0), Map.of(), call -> content);
  }

  private static byte[] code(String function, int version) {
    return (function + " " + version).getBytes(StandardCharsets.UTF_8);
  }

  private static void api(World world) {
    world.apiGateway().api(API, "shop");
    String asked = Arns.integration(FUNCTION, "${stageVariables." + VARIABLE + "}");
    world.apiGateway().method(API, "/orders", "ANY", asked);
    world.apiGateway().deploy(API, OLDER);
    world.apiGateway().deploy(API, NEWER);
    world.apiGateway().stage(API, STAGE, OLDER, Map.of(VARIABLE, ALIAS));
  }

  /** The average of Errors is the error rate; before the canary has callers there is no data. */
  private static Map<String, Object> alarm() {
    return Map.ofEntries(
        Map.entry("AlarmName", ALARM),
        Map.entry(
            "AlarmDescription", "Half of the canary's requests fail, in two minutes of three."),
        Map.entry("Namespace", "AWS/Lambda"),
        Map.entry("MetricName", "Errors"),
        Map.entry(
            "Dimensions",
            List.of(
                Map.of("Name", "FunctionName", "Value", FUNCTION),
                Map.of("Name", "Resource", "Value", FUNCTION + ":" + ALIAS),
                Map.of("Name", "ExecutedVersion", "Value", CANARY))),
        Map.entry("Statistic", "Average"),
        Map.entry("Period", 60),
        Map.entry("EvaluationPeriods", 3),
        Map.entry("DatapointsToAlarm", 2),
        Map.entry("Threshold", 0.5),
        Map.entry("ComparisonOperator", "GreaterThanThreshold"),
        Map.entry("TreatMissingData", "missing"));
  }
}
