package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.alarmFiringAt;
import static dev.coalmine.cli.testing.Interventions.patchingStage;
import static dev.coalmine.cli.testing.Interventions.replace;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.Interventions;
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

  private static String target(String fields) {
    return "{\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", " + fields + "}]}";
  }

  /** Creates an alias that API Gateway may not invoke yet. */
  private static void trial(Rehearsal stage) {
    stage.world().lambda().putAlias("orders", "trial", "8", Map.of());
  }
}
