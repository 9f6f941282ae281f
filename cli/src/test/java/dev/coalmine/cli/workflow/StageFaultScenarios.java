package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.accessDenied;
import static dev.coalmine.cli.testing.Interventions.alarmFiringAt;
import static dev.coalmine.cli.testing.Interventions.faults;
import static dev.coalmine.cli.testing.Interventions.injectFault;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static dev.coalmine.cli.testing.Interventions.untilRetriesEnd;
import static dev.coalmine.cli.testing.Interventions.untilSdkGivesUp;
import static dev.coalmine.cli.testing.TargetStates.STAGE;
import static dev.coalmine.cli.workflow.StageScenarios.DESCRIBED;
import static dev.coalmine.cli.workflow.StageScenarios.MARKED;
import static dev.coalmine.cli.workflow.StageScenarios.SPLIT_AT_10;
import static dev.coalmine.cli.workflow.StageScenarios.TWO_STEPS;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.embedded.Fault;
import java.util.List;
import java.util.function.Consumer;

/** A stage's release while API Gateway fails. */
final class StageFaultScenarios {
  /** UpdateStage's calls of a release in two steps, in their order. */
  static final int CLAIM = 1;

  static final int FIRST_WEIGHT = 2;
  static final int SECOND_WEIGHT = 3;
  static final int PROMOTION = 4;
  static final int END_OF_CANARY = 5;

  private StageFaultScenarios() {}

  static List<ReleaseScenario> all() {
    return List.of(
        scenario(
            "stage-is-modified-concurrently-once",
            stage ->
                injectFault(stage, "UpdateStage", FIRST_WEIGHT, Fault.concurrentModification())),
        scenario(
            "stage-is-modified-concurrently-for-a-while",
            stage -> lasting(stage, 15, 45, Fault.concurrentModification())),
        scenario(
            "stage-is-modified-concurrently-for-long",
            stage -> lasting(stage, 300, 800, Fault.concurrentModification())),
        scenario(
            "stage-updates-are-throttled",
            stage -> {
              injectFault(stage, "UpdateStage", CLAIM, untilSdkGivesUp(Fault.throttled()));
              injectFault(stage, "GetStage", 3, untilSdkGivesUp(Fault.throttled()));
            }),
        scenario(
            "lost-answers-of-stage-updates-are-found-as-done",
            stage ->
                injectFault(
                    stage,
                    "UpdateStage",
                    1,
                    Fault.lostResponse(), // the claim
                    Fault.none(),
                    Fault.lostResponse(), // 10 %
                    Fault.none(),
                    Fault.lostResponse(), // 50 %
                    Fault.none(),
                    Fault.lostResponse(), // promotion
                    Fault.none(),
                    Fault.lostResponse())),
        ReleaseScenario.withOkAlarm(
            "lost-answer-of-a-stage-rollback-is-found-as-done",
            TWO_STEPS,
            DESCRIBED
                .andThen(alarmFiringAt(200))
                .andThen(stage -> injectFault(stage, "UpdateStage", 3, Fault.lostResponse()))),
        scenario(
            "never-allowed-to-write-to-a-stage-is-refused",
            stage -> faults(stage).always("UpdateStage", accessDenied())),
        scenario(
            "never-allowed-to-look-at-a-stage-is-refused",
            stage -> faults(stage).always("GetStage", accessDenied())),
        scenario(
            "not-allowed-to-write-to-a-stage-after-the-claim",
            stage ->
                injectFault(stage, "UpdateStage", FIRST_WEIGHT, untilRetriesEnd(accessDenied()))),
        ReleaseScenario.withOkAlarm(
                "stage-rollback-that-fails-for-good-is-stuck",
                TWO_STEPS,
                alarmFiringAt(200)
                    .andThen(
                        stage ->
                            schedule(
                                stage,
                                100,
                                () -> faults(stage).always("UpdateStage", accessDenied()))))
            .expectingTarget(STAGE, SPLIT_AT_10 + MARKED),
        scenario(
            "killed-between-the-two-writes-of-a-stage-promotion",
            stage ->
                injectFault(
                    stage, "UpdateStage", END_OF_CANARY, untilSdkGivesUp(Fault.serviceError()))),
        scenario(
            "stage-promotion-whose-answer-is-lost",
            stage -> injectFault(stage, "InvokeFunction", 18, Fault.lostResponse())),
        scenario(
            "stage-promotion-that-fails-for-good-rolls-back",
            stage -> injectFault(stage, "UpdateStage", PROMOTION, untilRetriesEnd(accessDenied()))),
        scenario(
            "stage-promotion-that-fails-half-way-for-good-rolls-back",
            stage ->
                injectFault(stage, "UpdateStage", END_OF_CANARY, untilRetriesEnd(accessDenied()))),
        ReleaseScenario.withOkAlarm(
            "stage-rollback-from-the-watch-fails-half-way-at-first",
            TWO_STEPS,
            DESCRIBED
                .andThen(alarmFiringAt(700))
                .andThen(
                    stage ->
                        injectFault(stage, "UpdateStage", 6, untilRetriesEnd(accessDenied())))));
  }

  private static ReleaseScenario scenario(String name, Consumer<Rehearsal> meanwhile) {
    return ReleaseScenario.withOkAlarm(name, TWO_STEPS, DESCRIBED.andThen(meanwhile));
  }

  /** From second to second. */
  private static void lasting(Rehearsal stage, int from, int to, Fault fault) {
    schedule(stage, from, () -> faults(stage).always("UpdateStage", fault));
    schedule(stage, to, () -> faults(stage).clear("UpdateStage"));
  }
}
