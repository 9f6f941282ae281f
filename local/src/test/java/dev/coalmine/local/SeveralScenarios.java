package dev.coalmine.local;

import static dev.coalmine.local.Account.STAGE;
import static dev.coalmine.local.Meanwhile.alarm;
import static dev.coalmine.local.Meanwhile.at;
import static dev.coalmine.local.Meanwhile.denied;
import static dev.coalmine.local.Meanwhile.fault;
import static dev.coalmine.local.Meanwhile.faults;
import static dev.coalmine.local.Meanwhile.forGood;
import static dev.coalmine.local.Meanwhile.patch;
import static dev.coalmine.local.Meanwhile.remove;
import static dev.coalmine.local.Meanwhile.replace;
import static dev.coalmine.local.Meanwhile.route;

import dev.coalmine.local.aws.Fault;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Several targets as one release: all of them move, or none. */
final class SeveralScenarios {
  private static final String FILES = "src/test/resources/dev/coalmine/local/";
  private static final String PLAN =
      """
      "watch": "PT5M", "gate": {"alarms": ["shop-trouble"], "metrics": false},
      "plan": {"steps": [{"weight": 10, "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}]}}
      """;
  private static final String THREE =
      "{\"targets\": [{\"function\": \"orders\"}, {\"function\": \"billing\"},"
          + " {\"function\": \"mail\"}], "
          + PLAN;
  private static final String STAGE_TARGET =
      "{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"x9y8z7\"}";
  private static final String ALIAS_AND_STAGE =
      "{\"targets\": [{\"function\": \"orders\"}, " + STAGE_TARGET + "], " + PLAN;
  private static final String STAGE_AND_ALIAS =
      "{\"targets\": [" + STAGE_TARGET + ", {\"function\": \"orders\"}], " + PLAN;

  private SeveralScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "stage-and-alias-are-promoted", "stage-and-alias.json", "healthy", Meanwhile::nothing),
        new Scenario(
            "stage-and-alias-are-rolled-back",
            "stage-and-alias.json",
            "failing",
            Meanwhile::nothing),
        new Scenario(
            "three-functions-are-promoted", "three-functions.json", "healthy", Meanwhile::nothing),
        new Scenario(
            "one-of-three-functions-fails-and-all-are-rolled-back",
            "three-functions.json",
            FILES + "billing-fails.json",
            Meanwhile::nothing),
        new Scenario(
            "all-that-is-wrong-with-several-targets",
            "{\"targets\": [{\"function\": \"orders\", \"version\": \"77\"}, {\"function\":"
                + " \"post\"}, {\"restApi\": \"a1b2c3d4e5\", \"stage\": \"test\", \"deployment\":"
                + " \"x9y8z7\"}]}",
            "silent",
            Meanwhile::nothing),
        three(
                "one-of-three-is-moved-by-someone-else",
                stage -> at(stage, 100, () -> route(stage, "billing", "3", Map.of("4", 0.3))))
            .leaving("billing:live", "3 + {\"4\":0.3}, \"a mark of Coalmine's\""),
        three(
                "one-of-three-loses-the-race-after-the-first-was-written",
                stage ->
                    fault(
                        stage,
                        "UpdateAlias",
                        2,
                        Fault.before(() -> route(stage, "billing", "4", Map.of()))))
            .leaving("billing:live", "4"),
        three(
                "the-first-of-three-loses-the-race",
                stage ->
                    fault(
                        stage,
                        "UpdateAlias",
                        1,
                        Fault.before(() -> route(stage, "orders", "6", Map.of()))))
            .leaving("orders:live", "6"),
        Scenario.calm(
                "an-alias-loses-the-race-while-its-stage-is-claimed",
                ALIAS_AND_STAGE,
                stage -> at(stage, 10, () -> route(stage, "orders", "6", Map.of())))
            .leaving("orders:live", "6"),
        Scenario.calm(
                "a-stage-is-lost-after-its-alias-was-written",
                ALIAS_AND_STAGE,
                stage ->
                    fault(
                        stage,
                        "UpdateAlias",
                        1,
                        Fault.after(
                            () ->
                                patch(
                                    stage,
                                    replace("/description", "coalmine arn:aws:states:another")))))
            .leaving(STAGE, "d1e2f3 {lambdaAlias=live}, \"a mark of Coalmine's\""),
        Scenario.calm(
                "a-stage-is-moved-and-its-alias-goes-back",
                STAGE_AND_ALIAS,
                stage -> at(stage, 100, () -> patch(stage, remove("/canarySettings"))))
            .leaving(STAGE, "d1e2f3 {lambdaAlias=live}"),
        Scenario.calm(
            "killed-between-alias-and-stage",
            ALIAS_AND_STAGE,
            stage -> fault(stage, "UpdateStage", 2, Meanwhile.failing(Fault.serviceError()))),
        three(
            "killed-between-two-functions",
            stage -> fault(stage, "UpdateAlias", 2, denied(), Fault.none())),
        three(
            "promotion-of-the-third-fails-for-good-and-all-go-back",
            stage -> fault(stage, "UpdateAlias", 9, forGood(denied()))),
        Scenario.calm(
            "promotion-of-the-alias-fails-for-good-and-its-stage-goes-back",
            STAGE_AND_ALIAS,
            stage -> fault(stage, "UpdateAlias", 3, forGood(denied()))),
        three(
                "rollback-of-one-of-three-fails-for-good",
                stage -> {
                  at(stage, 200, () -> alarm(stage, "shop-trouble", "ALARM"));
                  at(stage, 190, () -> billingIsOutOfReach(stage));
                })
            .leaving("billing:live", "3 + {\"4\":0.1}, \"a mark of Coalmine's\""),
        three(
                "one-of-three-is-taken-back-during-the-watch",
                stage -> at(stage, 700, () -> route(stage, "billing", "3", Map.of())))
            .leaving("billing:live", "3"),
        three(
                "one-of-three-is-superseded-during-the-watch",
                stage ->
                    at(
                        stage,
                        700,
                        () -> {
                          stage.world().lambda().publish("billing", new byte[] {5});
                          route(stage, "billing", "5", Map.of());
                        }))
            .leaving("billing:live", "5"));
  }

  private static Scenario three(String name, Consumer<Rehearsal> meanwhile) {
    return Scenario.calm(name, THREE, meanwhile);
  }

  /** A rollback goes backwards: mail, billing, orders. */
  private static void billingIsOutOfReach(Rehearsal stage) {
    for (int tries = 0; tries < 40; tries++) {
      if (tries == 0) {
        faults(stage).next("UpdateAlias", Fault.none());
      }
      faults(stage).next("UpdateAlias", denied());
      if (tries == 0) {
        faults(stage).next("UpdateAlias", Fault.none());
      }
    }
  }
}
