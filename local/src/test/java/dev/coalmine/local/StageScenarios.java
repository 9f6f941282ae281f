package dev.coalmine.local;

import static dev.coalmine.local.Meanwhile.firing;
import static dev.coalmine.local.Meanwhile.patched;
import static dev.coalmine.local.Meanwhile.replace;

import dev.coalmine.local.aws.Arns;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A stage of a REST API, released in every way, and refused in every way. */
final class StageScenarios {
  /** By deployment and variables, with an alarm that stories set by hand. */
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
  static final Consumer<Rehearsal> DESCRIBED = patched(replace("/description", "the shop"));

  private StageScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("stage-healthy-is-promoted", "stage.json", "healthy", Meanwhile::nothing),
        new Scenario("stage-failing-is-rolled-back", "stage.json", "failing", Meanwhile::nothing),
        new Scenario(
            "stage-incident-after-promotion-is-compared-again",
            target("\"variables\": {\"lambdaAlias\": \"next\"}"),
            "src/test/resources/dev/coalmine/local/stage-incident-after-promotion.json",
            DESCRIBED),
        new Scenario(
            "stage-by-variables-alone",
            target("\"variables\": {\"lambdaAlias\": \"next\"}"),
            "healthy",
            DESCRIBED),
        new Scenario("stage-by-deployment-in-steps", "stage-deployment.json", "healthy", DESCRIBED),
        new Scenario("stage-by-deployment-failing", "stage-deployment.json", "failing", DESCRIBED),
        new Scenario(
            "stage-by-deployment-is-not-paced",
            target("\"deployment\": \"x9y8z7\""),
            "healthy",
            Meanwhile::nothing),
        Scenario.calm("stage-in-own-steps-keeps-its-description", TWO_STEPS, DESCRIBED),
        Scenario.calm(
            "stage-rolled-back-keeps-its-description", TWO_STEPS, DESCRIBED.andThen(firing(200))),
        Scenario.calm(
            "stage-rolled-back-from-the-watch", TWO_STEPS, DESCRIBED.andThen(firing(700))),
        Scenario.calm("stage-all-at-once", ALL_AT_ONCE, Meanwhile::nothing),
        Scenario.calm("stage-all-at-once-failing", ALL_AT_ONCE, firing(100)),
        Scenario.calm(
            "stage-with-a-canary-is-refused",
            TWO_STEPS,
            patched(replace("/canarySettings/percentTraffic", "0.0"))),
        Scenario.calm(
            "stage-marked-by-another-release-is-refused",
            TWO_STEPS,
            patched(replace("/description", "coalmine arn:aws:states:another"))),
        new Scenario(
            "unknown-stage-is-refused",
            "{\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"pord\", \"deployment\":"
                + " \"x9y8z7\"}]}",
            "healthy",
            Meanwhile::nothing),
        new Scenario(
            "unknown-api-is-refused",
            "{\"targets\": [{\"restApi\": \"a1b2c3d4e6\", \"stage\": \"prod\", \"deployment\":"
                + " \"x9y8z7\"}]}",
            "healthy",
            Meanwhile::nothing),
        new Scenario(
            "unknown-deployment-is-refused",
            target("\"deployment\": \"x9y8z8\""),
            "healthy",
            Meanwhile::nothing),
        new Scenario(
            "stage-with-nothing-new-is-refused",
            target("\"deployment\": \"d1e2f3\", \"variables\": {\"lambdaAlias\": \"live\"}"),
            "healthy",
            Meanwhile::nothing),
        new Scenario(
            "stage-whose-canary-lacks-a-permission-is-refused",
            target("\"variables\": {\"lambdaAlias\": \"trial\"}"),
            "healthy",
            StageScenarios::trial),
        new Scenario(
            "stage-whose-canary-has-the-permission",
            target("\"variables\": {\"lambdaAlias\": \"trial\"}"),
            "healthy",
            stage -> {
              trial(stage);
              stage
                  .world()
                  .lambda()
                  .permit(
                      "orders",
                      "trial",
                      "shop",
                      "apigateway.amazonaws.com",
                      Arns.executeApi(Scene.API) + "/prod/*/orders");
            }));
  }

  private static String target(String fields) {
    return "{\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", " + fields + "}]}";
  }

  /** One more alias, which API Gateway may not ask yet. */
  private static void trial(Rehearsal stage) {
    stage.world().lambda().route("orders", "trial", "8", Map.of());
  }
}
