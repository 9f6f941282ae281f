package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.accessDenied;
import static dev.coalmine.cli.testing.Interventions.alarmFiringAt;
import static dev.coalmine.cli.testing.Interventions.faults;
import static dev.coalmine.cli.testing.Interventions.injectFault;
import static dev.coalmine.cli.testing.Interventions.moveAlias;
import static dev.coalmine.cli.testing.Interventions.patchStage;
import static dev.coalmine.cli.testing.Interventions.remove;
import static dev.coalmine.cli.testing.Interventions.replace;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static dev.coalmine.cli.testing.Interventions.setAlarmState;
import static dev.coalmine.cli.testing.Interventions.untilRetriesEnd;
import static dev.coalmine.cli.testing.TargetStates.STAGE;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.embedded.Fault;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Several targets as one release: all of them move, or none. */
final class MultiTargetScenarios {
  private static final String FILES = "src/test/resources/dev/coalmine/cli/workflow/";
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

  private MultiTargetScenarios() {}

  static List<ReleaseScenario> all() {
    return List.of(
        ReleaseScenario.withOkAlarm(
            "one-of-three-serves-already-and-is-left-out",
            THREE,
            rehearsal -> Interventions.moveAlias(rehearsal, "billing", "4", Map.of())),
        new ReleaseScenario(
            "stage-and-alias-are-promoted",
            "stage-and-alias.json",
            "healthy",
            Interventions::nothing),
        new ReleaseScenario(
            "stage-and-alias-are-rolled-back",
            "stage-and-alias.json",
            "failing",
            Interventions::nothing),
        new ReleaseScenario(
            "three-functions-are-promoted",
            "three-functions.json",
            "healthy",
            Interventions::nothing),
        new ReleaseScenario(
            "one-of-three-functions-fails-and-all-are-rolled-back",
            "three-functions.json",
            FILES + "billing-fails.json",
            Interventions::nothing),
        new ReleaseScenario(
            "all-that-is-wrong-with-several-targets",
            "{\"targets\": [{\"function\": \"orders\", \"version\": \"77\"}, {\"function\":"
                + " \"post\"}, {\"restApi\": \"a1b2c3d4e5\", \"stage\": \"test\", \"deployment\":"
                + " \"x9y8z7\"}]}",
            "silent",
            Interventions::nothing),
        three(
                "one-of-three-is-moved-by-someone-else",
                rehearsal ->
                    schedule(
                        rehearsal,
                        100,
                        () -> moveAlias(rehearsal, "billing", "3", Map.of("4", 0.3))))
            .expectingTarget("billing:live", "3 + {\"4\":0.3}, \"a mark of Coalmine's\""),
        three(
                "one-of-three-loses-the-race-after-the-first-was-written",
                rehearsal ->
                    injectFault(
                        rehearsal,
                        "UpdateAlias",
                        2,
                        Fault.before(() -> moveAlias(rehearsal, "billing", "4", Map.of()))))
            .expectingTarget("billing:live", "4"),
        three(
                "the-first-of-three-loses-the-race",
                rehearsal ->
                    injectFault(
                        rehearsal,
                        "UpdateAlias",
                        1,
                        Fault.before(() -> moveAlias(rehearsal, "orders", "6", Map.of()))))
            .expectingTarget("orders:live", "6"),
        ReleaseScenario.withOkAlarm(
                "an-alias-loses-the-race-while-its-stage-is-claimed",
                ALIAS_AND_STAGE,
                rehearsal ->
                    schedule(rehearsal, 10, () -> moveAlias(rehearsal, "orders", "6", Map.of())))
            .expectingTarget("orders:live", "6"),
        ReleaseScenario.withOkAlarm(
                "a-stage-is-lost-after-its-alias-was-written",
                ALIAS_AND_STAGE,
                rehearsal ->
                    injectFault(
                        rehearsal,
                        "UpdateAlias",
                        1,
                        Fault.after(
                            () ->
                                patchStage(
                                    rehearsal,
                                    replace("/description", "coalmine arn:aws:states:another")))))
            .expectingTarget(STAGE, "d1e2f3 {lambdaAlias=live}, \"a mark of Coalmine's\""),
        ReleaseScenario.withOkAlarm(
                "a-stage-is-moved-and-its-alias-goes-back",
                STAGE_AND_ALIAS,
                rehearsal ->
                    schedule(
                        rehearsal, 100, () -> patchStage(rehearsal, remove("/canarySettings"))))
            .expectingTarget(STAGE, "d1e2f3 {lambdaAlias=live}"),
        ReleaseScenario.withOkAlarm(
            "killed-between-alias-and-stage",
            ALIAS_AND_STAGE,
            rehearsal ->
                injectFault(
                    rehearsal,
                    "UpdateStage",
                    2,
                    Interventions.untilSdkGivesUp(Fault.serviceError()))),
        three(
            "killed-between-two-functions",
            rehearsal -> injectFault(rehearsal, "UpdateAlias", 2, accessDenied(), Fault.none())),
        three(
            "promotion-of-the-third-fails-for-good-and-all-go-back",
            rehearsal -> injectFault(rehearsal, "UpdateAlias", 9, untilRetriesEnd(accessDenied()))),
        ReleaseScenario.withOkAlarm(
            "promotion-of-the-alias-fails-for-good-and-its-stage-goes-back",
            STAGE_AND_ALIAS,
            rehearsal -> injectFault(rehearsal, "UpdateAlias", 3, untilRetriesEnd(accessDenied()))),
        three(
                "rollback-of-one-of-three-fails-for-good",
                rehearsal -> {
                  schedule(rehearsal, 200, () -> setAlarmState(rehearsal, "shop-trouble", "ALARM"));
                  schedule(rehearsal, 190, () -> billingIsOutOfReach(rehearsal));
                })
            .expectingTarget("billing:live", "3 + {\"4\":0.1}, \"a mark of Coalmine's\""),
        three(
                "one-of-three-is-taken-back-during-the-watch",
                rehearsal ->
                    schedule(rehearsal, 700, () -> moveAlias(rehearsal, "billing", "3", Map.of())))
            .expectingTarget("billing:live", "3"),
        three(
                "one-of-three-is-superseded-during-the-watch",
                MultiTargetScenarios::billingIsSuperseded)
            .expectingTarget("billing:live", "5"),
        three(
                "one-of-three-is-superseded-and-later-the-others-fail",
                alarmFiringAt(800).andThen(MultiTargetScenarios::billingIsSuperseded))
            .expectingTarget("billing:live", "5"),
        three(
                "one-of-three-is-superseded-in-the-minute-of-an-alarm",
                alarmFiringAt(701).andThen(MultiTargetScenarios::billingIsSuperseded))
            .expectingTarget("billing:live", "5"));
  }

  private static ReleaseScenario three(String name, Consumer<Rehearsal> meanwhile) {
    return ReleaseScenario.withOkAlarm(name, THREE, meanwhile);
  }

  private static void billingIsSuperseded(Rehearsal rehearsal) {
    schedule(
        rehearsal,
        700,
        () -> {
          rehearsal.world().lambda().publish("billing", new byte[] {5});
          moveAlias(rehearsal, "billing", "5", Map.of());
        });
  }

  /** A rollback goes backwards: mail, billing, orders. */
  private static void billingIsOutOfReach(Rehearsal rehearsal) {
    for (int tries = 0; tries < 40; tries++) {
      faults(rehearsal).next("UpdateAlias", Fault.none());
      faults(rehearsal).next("UpdateAlias", accessDenied());
      faults(rehearsal).next("UpdateAlias", Fault.none());
    }
  }
}
