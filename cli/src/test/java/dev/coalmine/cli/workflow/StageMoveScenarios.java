package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.alarmFiringAt;
import static dev.coalmine.cli.testing.Interventions.injectFault;
import static dev.coalmine.cli.testing.Interventions.patchStage;
import static dev.coalmine.cli.testing.Interventions.remove;
import static dev.coalmine.cli.testing.Interventions.replace;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static dev.coalmine.cli.testing.TargetStates.STAGE;
import static dev.coalmine.cli.workflow.StageScenarios.ALL_AT_ONCE;
import static dev.coalmine.cli.workflow.StageScenarios.MARKED;
import static dev.coalmine.cli.workflow.StageScenarios.SPLIT_AT_10;
import static dev.coalmine.cli.workflow.StageScenarios.TWO_STEPS;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.embedded.Fault;
import java.util.List;
import java.util.function.Consumer;

/** Releases of a stage that other people, or other releases, change meanwhile. */
final class StageMoveScenarios {
  private static final String PERCENT = "/canarySettings/percentTraffic";
  private static final String DESCRIPTION = "/description";
  private static final String ANOTHER = "coalmine arn:aws:states:us-east-1:another";
  private static final String PLAIN = "d1e2f3 {lambdaAlias=live}";

  private StageMoveScenarios() {}

  static List<ReleaseScenario> all() {
    return List.of(
        moved("stage-canary-is-given-another-share", SPLIT_AT_10.replace("10.0", "30.0"))
            .by(replace(PERCENT, "30.0")),
        moved("stage-canary-is-given-nothing", SPLIT_AT_10.replace("10.0", "0.0"))
            .by(replace(PERCENT, "0.0")),
        scenario(
            "stage-canary-is-removed",
            rehearsal ->
                schedule(rehearsal, 100, () -> patchStage(rehearsal, remove("/canarySettings")))),
        moved("stage-is-given-another-deployment", SPLIT_AT_10.replace("d1e2f3", "x9y8z7"))
            .by(replace("/deploymentId", "x9y8z7")),
        moved("stage-is-given-another-variable", SPLIT_AT_10.replace("=live", "=live, table=new"))
            .by(replace("/variables/table", "new")),
        moved("stage-loses-its-variable", SPLIT_AT_10.replace(" {lambdaAlias=live}", ""))
            .by(remove("/variables/lambdaAlias")),
        moved(
                "stage-canary-loses-its-variable",
                SPLIT_AT_10.replace("\"stageVariableOverrides\":{\"lambdaAlias\":\"next\"},", ""))
            .by(remove("/canarySettings/stageVariableOverrides/lambdaAlias")),
        scenario(
                "stage-canary-is-given-another-share-just-before-a-write",
                rehearsal ->
                    injectFault(
                        rehearsal,
                        "GetStage",
                        7,
                        Fault.before(() -> patchStage(rehearsal, replace(PERCENT, "30.0")))))
            .expectingTarget(STAGE, SPLIT_AT_10.replace("10.0", "30.0") + MARKED),
        scenario(
                "stage-is-described-by-a-person",
                rehearsal ->
                    schedule(
                        rehearsal,
                        100,
                        () -> patchStage(rehearsal, replace(DESCRIPTION, "by a person"))))
            .expectingTarget(STAGE, "x9y8z7 {lambdaAlias=next}, \"by a person\""),
        scenario(
                "stage-is-described-by-a-person-between-claim-and-weight",
                rehearsal ->
                    schedule(
                        rehearsal,
                        10,
                        () -> patchStage(rehearsal, replace(DESCRIPTION, "by a person"))))
            .expectingTarget(STAGE, "d1e2f3 {lambdaAlias=live}, \"by a person\""),
        scenario(
                "stage-is-described-by-a-person-before-the-claim",
                rehearsal ->
                    injectFault(
                        rehearsal,
                        "GetStage",
                        2,
                        Fault.before(
                            () -> patchStage(rehearsal, replace(DESCRIPTION, "by a person")))))
            .expectingTarget(STAGE, PLAIN + ", \"by a person\""),
        scenario(
                "another-release-marks-the-stage-just-before-this-one",
                rehearsal ->
                    injectFault(
                        rehearsal,
                        "GetStage",
                        2,
                        Fault.before(() -> patchStage(rehearsal, replace(DESCRIPTION, ANOTHER)))))
            .expectingTarget(STAGE, PLAIN + MARKED),
        scenario(
                "another-release-marks-the-stage-just-after-this-one",
                rehearsal ->
                    injectFault(
                        rehearsal,
                        "UpdateStage",
                        1,
                        Fault.after(() -> patchStage(rehearsal, replace(DESCRIPTION, ANOTHER)))))
            .expectingTarget(STAGE, PLAIN + MARKED),
        scenario(
                "another-release-marks-the-stage-before-the-first-weight",
                rehearsal ->
                    schedule(
                        rehearsal, 8, () -> patchStage(rehearsal, replace(DESCRIPTION, ANOTHER))))
            .expectingTarget(STAGE, PLAIN + MARKED),
        scenario(
                "another-release-takes-the-stage-over",
                rehearsal ->
                    schedule(
                        rehearsal, 100, () -> patchStage(rehearsal, replace(DESCRIPTION, ANOTHER))))
            .expectingTarget(STAGE, SPLIT_AT_10 + MARKED),
        scenario(
            "two-releases-of-a-stage-at-the-same-moment",
            rehearsal ->
                schedule(rehearsal, 0, () -> Interventions.startAnother(rehearsal, TWO_STEPS))),
        scenario(
            "a-release-of-a-claimed-stage-is-refused",
            rehearsal ->
                schedule(rehearsal, 10, () -> Interventions.startAnother(rehearsal, TWO_STEPS))),
        scenario(
                "stage-that-is-deleted-during-a-bake",
                rehearsal ->
                    schedule(
                        rehearsal,
                        100,
                        () ->
                            Interventions.faults(rehearsal)
                                .always(
                                    "GetStage",
                                    Fault.error(
                                        404,
                                        "NotFoundException",
                                        "Invalid Stage identifier specified"))))
            .expectingTarget(STAGE, SPLIT_AT_10 + MARKED),
        ReleaseScenario.withOkAlarm(
                "stage-superseded-during-the-watch",
                ALL_AT_ONCE,
                rehearsal ->
                    schedule(
                        rehearsal,
                        90,
                        () -> {
                          rehearsal
                              .world()
                              .apiGateway()
                              .createDeployment(SampleAccount.API, "n3w3r1");
                          patchStage(rehearsal, replace("/deploymentId", "n3w3r1"));
                        }))
            .expectingTarget(STAGE, "n3w3r1 {lambdaAlias=next}"),
        ReleaseScenario.withOkAlarm(
                "stage-taken-back-by-hand-during-the-watch",
                ALL_AT_ONCE,
                rehearsal ->
                    schedule(
                        rehearsal,
                        90,
                        () ->
                            patchStage(
                                rehearsal,
                                replace("/deploymentId", "d1e2f3"),
                                replace("/variables/lambdaAlias", "live"))))
            .expectingTarget(STAGE, PLAIN),
        givenAVariableInTheWatch("stage-is-given-a-variable-during-the-watch", rehearsal -> {}),
        givenAVariableInTheWatch(
            "stage-is-given-a-variable-during-the-watch-and-fails-later", alarmFiringAt(200)),
        givenAVariableInTheWatch(
            "stage-is-given-a-variable-in-the-minute-of-an-alarm", alarmFiringAt(91)),
        changedInPromotion("stage-at-once-is-given-a-variable-before-it-is-read-back", 2)
            .expectingTarget(STAGE, "x9y8z7 {lambdaAlias=next, table=new}" + MARKED),
        changedInPromotion("stage-at-once-is-given-a-variable-after-its-last-write", 3)
            .expectingTarget(STAGE, "x9y8z7 {lambdaAlias=next, table=new}"));
  }

  private static ReleaseScenario scenario(String name, Consumer<Rehearsal> meanwhile) {
    return ReleaseScenario.withOkAlarm(name, TWO_STEPS, meanwhile);
  }

  /** A variable that the release does not know is set; the stage serves the canary as before. */
  private static ReleaseScenario givenAVariableInTheWatch(String name, Consumer<Rehearsal> alarm) {
    return ReleaseScenario.withOkAlarm(
            name,
            ALL_AT_ONCE,
            alarm.andThen(
                rehearsal ->
                    schedule(
                        rehearsal,
                        90,
                        () -> patchStage(rehearsal, replace("/variables/table", "new")))))
        .expectingTarget(STAGE, "x9y8z7 {lambdaAlias=next, table=new}");
  }

  /** A variable that the release does not know is set just after a write of its promotion. */
  private static ReleaseScenario changedInPromotion(String name, int write) {
    return ReleaseScenario.withOkAlarm(
        name,
        ALL_AT_ONCE,
        rehearsal ->
            injectFault(
                rehearsal,
                "UpdateStage",
                write,
                Fault.after(() -> patchStage(rehearsal, replace("/variables/table", "new")))));
  }

  private static MoveScenarioBuilder moved(String name, String left) {
    return new MoveScenarioBuilder(name, left);
  }

  /** Changes the stage while its canary bakes at 10 %, and expects the state at the end. */
  private record MoveScenarioBuilder(String name, String left) {
    ReleaseScenario by(Interventions.StagePatchOperation operation) {
      return scenario(
              name, rehearsal -> schedule(rehearsal, 100, () -> patchStage(rehearsal, operation)))
          .expectingTarget(STAGE, left + MARKED);
    }
  }
}
