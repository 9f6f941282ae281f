package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The contents of a rehearsal's account: function {@code orders} with versions 7 and 8, alias
 * {@code live} at 7 and {@code next} at 8, and alarm {@code orders-errors} on the errors of version
 * 8 behind {@code live}, which its tags name for new versions; functions {@code billing} with
 * versions 3 and 4 and {@code mail} with 11 and 12, each with alias {@code live} at the older one;
 * and API {@code shop}, whose stage {@code prod} calls {@code orders} by the alias that its
 * variable {@code lambdaAlias} names, with a newer deployment than the one it serves. Functions
 * {@code orders-smoke}, {@code orders-check} and {@code orders-e2e} are hooks that succeed.
 */
public final class SampleAccount {
  public static final String FUNCTION = "orders";
  public static final String ALIAS = "live";
  public static final String BASELINE = "7";
  public static final String CANARY = "8";
  static final String ALARM = "orders-errors";
  public static final String BILLING = "billing";
  public static final String MAIL = "mail";
  public static final String API = "a1b2c3d4e5";
  public static final String STAGE = "prod";

  static final List<String> HOOKS = List.of("orders-smoke", "orders-check", "orders-e2e");

  private static final String NEXT = "next";
  private static final String VARIABLE = "lambdaAlias";
  public static final String DEPLOYMENT = "d1e2f3";
  private static final String NEWER = "x9y8z7";

  /** A separate seed: the revision ids of {@code orders} don't depend on the other functions. */
  private static final long SEED = 3141;

  /** What a hook answers that has nothing against the release. */
  static final FunctionRunner.FunctionResult CONTENT =
      new FunctionRunner.FunctionResult(
          Json.toBytes(Map.of("status", "Succeeded")), false, Duration.ofMillis(1));

  private SampleAccount() {}

  /** Creates it, unless any of it is there from an earlier run. */
  public static void ensureIn(SimulatedAccount world) {
    if (world.lambda().functions().stream().anyMatch(SampleAccount::isOwn)) {
      HOOKS.forEach(hook -> world.lambda().setRunner(hook, call -> CONTENT));
    } else {
      createIn(world);
    }
  }

  private static boolean isOwn(String function) {
    return List.of(FUNCTION, BILLING, MAIL).contains(function) || HOOKS.contains(function);
  }

  public static void createIn(SimulatedAccount world) {
    createFunction(world, FUNCTION, 1, Integer.parseInt(CANARY));
    world.lambda().putAlias(FUNCTION, ALIAS, BASELINE, Map.of());
    world.lambda().tagFunction(FUNCTION, Map.of("coalmine:alias", ALIAS, "coalmine:alarms", ALARM));
    world.cloudWatch().call("PutMetricAlarm", alarmDefinition());
    world.lambda().withOwnSequence(SEED, () -> createOthers(world));
    world.lambda().withOwnSequence(SEED + 1, () -> HOOKS.forEach(hook -> createHook(world, hook)));
    createApi(world);
  }

  /**
   * Targets that releases of {@code orders:live} alone don't touch; each alias needs its
   * permission.
   */
  private static void createOthers(SimulatedAccount world) {
    world.lambda().putAlias(FUNCTION, NEXT, CANARY, Map.of());
    createFunction(world, BILLING, 3, 4);
    world.lambda().putAlias(BILLING, ALIAS, "3", Map.of());
    createFunction(world, MAIL, 11, 12);
    world.lambda().putAlias(MAIL, ALIAS, "11", Map.of());
    for (String alias : List.of(ALIAS, NEXT)) {
      world
          .lambda()
          .addPermission(
              FUNCTION,
              alias,
              "shop",
              "apigateway.amazonaws.com",
              Arns.executeApi(API) + "/*/*/orders");
    }
  }

  private static void createFunction(SimulatedAccount world, String function, int first, int last) {
    world.lambda().createFunction(function, function + ".Handler", code(function, 0), Map.of());
    world.lambda().setNextVersionNumber(function, first);
    for (int version = first; version <= last; version++) {
      world.lambda().publish(function, code(function, version));
    }
  }

  private static void createHook(SimulatedAccount world, String name) {
    world
        .lambda()
        .createFunction(name, name + ".Handler", code(name, 0), Map.of(), call -> CONTENT);
  }

  private static byte[] code(String function, int version) {
    return (function + " " + version).getBytes(StandardCharsets.UTF_8);
  }

  private static void createApi(SimulatedAccount world) {
    world.apiGateway().createApi(API, "shop");
    String asked = Arns.integration(FUNCTION, "${stageVariables." + VARIABLE + "}");
    world.apiGateway().putMethod(API, "/orders", "ANY", asked);
    world.apiGateway().createDeployment(API, DEPLOYMENT);
    world.apiGateway().createDeployment(API, NEWER);
    world.apiGateway().createStage(API, STAGE, DEPLOYMENT, Map.of(VARIABLE, ALIAS));
  }

  /** What it has, for requests that ask for something else. */
  static AccountContents contents() {
    return new AccountContents(
        Map.of(
            FUNCTION, function(List.of(BASELINE, CANARY), Map.of(ALIAS, BASELINE, NEXT, CANARY)),
            BILLING, function(List.of("3", "4"), Map.of(ALIAS, "3")),
            MAIL, function(List.of("11", "12"), Map.of(ALIAS, "11"))),
        Map.of(
            API,
            new AccountContents.ApiContents(
                "shop",
                List.of(),
                List.of(DEPLOYMENT, NEWER),
                Map.of(
                    STAGE,
                    new AccountContents.StageContents(DEPLOYMENT, Map.of(VARIABLE, ALIAS))))),
        List.of(alarmDefinition()),
        HOOKS);
  }

  private static AccountContents.FunctionContents function(
      List<String> versions, Map<String, String> aliases) {
    return new AccountContents.FunctionContents(versions, aliases, "", Map.of());
  }

  private static Map<String, Object> alarmDefinition() {
    return SampleAlarms.onVersion(ALARM, FUNCTION, ALIAS, CANARY);
  }
}
