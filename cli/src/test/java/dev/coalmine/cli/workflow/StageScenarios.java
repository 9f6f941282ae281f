package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.alarmFiringAt;
import static dev.coalmine.cli.testing.Interventions.patchingStage;
import static dev.coalmine.cli.testing.Interventions.replace;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.embedded.apigateway.ApiGatewayService;
import dev.coalmine.embedded.protocol.Arns;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Releases of a stage of a REST API, in every form, and every reason of refusal. */
final class StageScenarios {
  /** A deployment with variables, and an alarm that scenarios set by hand. */
  static final String TWO_STEPS =
      """
      {"targets": [{"restApi": "a1b2c3d4e5", "stage": "prod", "deployment": "x9y8z7",
                    "variables": {"lambdaAlias": "next"}}],
       "watch": "PT5M", "gate": {"alarms": ["shop-trouble"], "metrics": false},
       "plan": {"steps": [{"weight": 10, "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}]}}
      """;

  static final String ALL_AT_ONCE =
      """
      {"targets": [{"restApi": "a1b2c3d4e5", "stage": "prod", "deployment": "x9y8z7",
                    "variables": {"lambdaAlias": "next"}}],
       "watch": "PT5M", "gate": {"alarms": ["shop-trouble"], "metrics": false},
       "plan": "AllAtOnce"}
      """;

  static final String SPLIT_AT_10 =
      "d1e2f3 {lambdaAlias=live} + {\"percentTraffic\":10.0,\"deploymentId\":\"x9y8z7\","
          + "\"stageVariableOverrides\":{\"lambdaAlias\":\"next\"},\"useStageCache\":false}";
  static final String MARKED = ", \"a mark of Coalmine's\"";
  static final Consumer<Rehearsal> DESCRIBED = patchingStage(replace("/description", "the shop"));

  private StageScenarios() {}

  static List<ReleaseScenario> all() {
    return List.of(
        new ReleaseScenario(
            "stage-healthy-is-promoted", "stage.json", "healthy", Interventions::nothing),
        new ReleaseScenario(
            "stage-failing-is-rolled-back", "stage.json", "failing", Interventions::nothing),
        new ReleaseScenario(
            "stage-incident-after-promotion-is-compared-again",
            target("\"variables\": {\"lambdaAlias\": \"next\"}"),
            "src/test/resources/dev/coalmine/cli/workflow/stage-incident-after-promotion.json",
            DESCRIBED),
        new ReleaseScenario(
            "stage-by-variables-alone",
            target("\"variables\": {\"lambdaAlias\": \"next\"}"),
            "healthy",
            DESCRIBED),
        new ReleaseScenario(
            "stage-by-deployment-in-steps", "stage-deployment.json", "healthy", DESCRIBED),
        new ReleaseScenario(
            "stage-by-deployment-failing", "stage-deployment.json", "failing", DESCRIBED),
        new ReleaseScenario(
            "stage-by-deployment-is-not-paced",
            target("\"deployment\": \"x9y8z7\""),
            "healthy",
            Interventions::nothing),
        ReleaseScenario.withOkAlarm(
            "stage-in-own-steps-keeps-its-description", TWO_STEPS, DESCRIBED),
        ReleaseScenario.withOkAlarm(
            "stage-rolled-back-keeps-its-description",
            TWO_STEPS,
            DESCRIBED.andThen(alarmFiringAt(200))),
        ReleaseScenario.withOkAlarm(
            "stage-rolled-back-from-the-watch", TWO_STEPS, DESCRIBED.andThen(alarmFiringAt(700))),
        ReleaseScenario.withOkAlarm("stage-all-at-once", ALL_AT_ONCE, Interventions::nothing),
        ReleaseScenario.withOkAlarm("stage-all-at-once-failing", ALL_AT_ONCE, alarmFiringAt(100)),
        ReleaseScenario.withOkAlarm(
            "stage-with-a-canary-is-refused",
            TWO_STEPS,
            patchingStage(replace("/canarySettings/percentTraffic", "0.0"))),
        ReleaseScenario.withOkAlarm(
            "stage-marked-by-another-release-is-refused",
            TWO_STEPS,
            patchingStage(replace("/description", "coalmine arn:aws:states:another"))),
        new ReleaseScenario(
            "unknown-stage-is-refused",
            "{\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"pord\", \"deployment\":"
                + " \"x9y8z7\"}]}",
            "healthy",
            Interventions::nothing),
        new ReleaseScenario(
            "unknown-api-is-refused",
            "{\"targets\": [{\"restApi\": \"a1b2c3d4e6\", \"stage\": \"prod\", \"deployment\":"
                + " \"x9y8z7\"}]}",
            "healthy",
            Interventions::nothing),
        new ReleaseScenario(
            "unknown-deployment-is-refused",
            target("\"deployment\": \"x9y8z8\""),
            "healthy",
            Interventions::nothing),
        new ReleaseScenario(
            "stage-that-serves-already-is-a-success",
            target("\"deployment\": \"d1e2f3\", \"variables\": {\"lambdaAlias\": \"live\"}"),
            "healthy",
            Interventions::nothing),
        new ReleaseScenario(
            "stage-whose-canary-lacks-a-permission-is-refused",
            target("\"variables\": {\"lambdaAlias\": \"trial\"}"),
            "healthy",
            StageScenarios::trial),
        new ReleaseScenario(
            "stage-whose-streaming-canary-lacks-a-permission-is-refused",
            target("\"variables\": {\"lambdaAlias\": \"next\"}"),
            "healthy",
            stage ->
                stage
                    .world()
                    .apiGateway()
                    .putMethod(
                        SampleAccount.API,
                        "/chat",
                        "POST",
                        Arns.integration("orders", "${stageVariables.lambdaAlias}")
                            .replace("2015-03-31", "2021-11-15")
                            .replace("/invocations", "/response-streaming-invocations"))),
        new ReleaseScenario(
            "stage-whose-authorizer-lacks-a-permission-is-refused",
            target("\"variables\": {\"lambdaAlias\": \"next\"}"),
            "healthy",
            StageScenarios::guard),
        new ReleaseScenario(
            "stage-whose-authorizer-has-the-permission",
            atOnce("\"variables\": {\"lambdaAlias\": \"next\"}"),
            "healthy",
            stage -> {
              String authorizer = guard(stage);
              stage.world().lambda().putAlias("mail", "next", "12", Map.of());
              stage
                  .world()
                  .lambda()
                  .addPermission(
                      "mail",
                      "next",
                      "gate",
                      "apigateway.amazonaws.com",
                      Arns.authorizer(SampleAccount.API, authorizer));
            }),
        new ReleaseScenario(
            "stage-whose-canary-names-no-function-is-refused",
            target("\"variables\": {\"lambdaAlias\": \"next:8\"}"),
            "healthy",
            Interventions::nothing),
        new ReleaseScenario(
            "stage-whose-canary-calls-another-account-is-refused",
            target("\"variables\": {\"account\": \"111122223333\"}"),
            "healthy",
            StageScenarios::foreign),
        new ReleaseScenario(
            "stage-whose-canary-calls-another-account-without-metrics",
            target("\"variables\": {\"account\": \"111122223333\"}")
                .replace("]}", "], \"plan\": \"AllAtOnce\", \"gate\": {\"metrics\": false}}"),
            "healthy",
            StageScenarios::foreign),
        new ReleaseScenario(
            "stage-of-an-api-with-a-namesake-is-refused",
            "stage-deployment.json",
            "healthy",
            stage -> namesake(stage, SampleAccount.STAGE)),
        new ReleaseScenario(
            "stage-of-an-api-with-a-namesake-of-other-stages",
            atOnce("\"deployment\": \"x9y8z7\""),
            "healthy",
            stage -> namesake(stage, "dev")),
        new ReleaseScenario(
            "stage-whose-canary-has-the-permission",
            target("\"variables\": {\"lambdaAlias\": \"trial\"}"),
            "healthy",
            stage -> {
              trial(stage);
              stage
                  .world()
                  .lambda()
                  .addPermission(
                      "orders",
                      "trial",
                      "shop",
                      "apigateway.amazonaws.com",
                      Arns.executeApi(SampleAccount.API) + "/prod/*/orders");
            }));
  }

  private static String atOnce(String fields) {
    return target(fields).replace("]}", "], \"plan\": \"AllAtOnce\", \"watch\": \"PT0S\"}");
  }

  private static String target(String fields) {
    return "{\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", " + fields + "}]}";
  }

  /** Lets function mail, by the alias that the stage names, guard the method of the sample API. */
  private static String guard(Rehearsal stage) {
    return stage
        .world()
        .apiGateway()
        .putAuthorizer(
            SampleAccount.API,
            "/orders",
            "ANY",
            "tokens",
            Arns.integration("mail", "${stageVariables.lambdaAlias}"));
  }

  /** Adds a method whose function is in the account that the stage names. */
  private static void foreign(Rehearsal stage) {
    Interventions.patchStage(stage, Interventions.replace("/variables/account", "000000000000"));
    stage
        .world()
        .apiGateway()
        .putMethod(
            SampleAccount.API,
            "/bills",
            "GET",
            Arns.integration("billing", "live")
                .replace(":000000000000:", ":${stageVariables.account}:"));
  }

  /** Creates an API of the same name with this stage, on the second page of all APIs. */
  private static void namesake(Rehearsal stage, String name) {
    ApiGatewayService apis = stage.world().apiGateway();
    for (int i = 0; i < 600; i++) {
      apis.createApi("other" + i, "other" + i);
    }
    apis.createApi("z9y8x7w6v5", "shop");
    apis.putMethod("z9y8x7w6v5", "/", "GET", "");
    apis.createDeployment("z9y8x7w6v5", "first");
    apis.createStage("z9y8x7w6v5", name, "first", Map.of());
  }

  /** Creates an alias that API Gateway may not invoke yet. */
  private static void trial(Rehearsal stage) {
    stage.world().lambda().putAlias("orders", "trial", "8", Map.of());
  }
}
