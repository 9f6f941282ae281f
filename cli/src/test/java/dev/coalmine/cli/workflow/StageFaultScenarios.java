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

/** Releases of a stage while API Gateway fails. */
final class StageFaultScenarios {
  /** The UpdateStage calls of a release in two steps, in their order. */
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
            rehearsal ->
                injectFault(
                    rehearsal, "UpdateStage", FIRST_WEIGHT, Fault.concurrentModification())),
        scenario(
            "stage-is-modified-concurrently-for-a-while",
            rehearsal -> lasting(rehearsal, 15, 45, Fault.concurrentModification())),
        scenario(
            "stage-is-modified-concurrently-for-long",
            rehearsal -> lasting(rehearsal, 300, 800, Fault.concurrentModification())),
        scenario(
            "stage-updates-fail-with-500-for-a-while",
            rehearsal -> lasting(rehearsal, 15, 45, Fault.serviceError())),
        scenario(
            "stage-updates-are-throttled",
            rehearsal -> {
              injectFault(rehearsal, "UpdateStage", CLAIM, untilSdkGivesUp(Fault.throttled()));
              injectFault(rehearsal, "GetStage", 3, untilSdkGivesUp(Fault.throttled()));
            }),
        scenario(
            "lost-answers-of-stage-updates-are-found-as-done",
            rehearsal ->
                injectFault(
                    rehearsal,
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
                .andThen(
                    rehearsal -> injectFault(rehearsal, "UpdateStage", 3, Fault.lostResponse()))),
        scenario(
            "never-allowed-to-write-to-a-stage-is-refused",
            rehearsal -> faults(rehearsal).always("UpdateStage", accessDenied())),
        scenario(
            "never-allowed-to-look-at-a-stage-is-refused",
            rehearsal -> faults(rehearsal).always("GetStage", accessDenied())),
        scenario(
            "not-allowed-to-write-to-a-stage-after-the-claim",
            rehearsal ->
                injectFault(
                    rehearsal, "UpdateStage", FIRST_WEIGHT, untilRetriesEnd(accessDenied()))),
        ReleaseScenario.withOkAlarm(
                "stage-rollback-that-fails-for-good-is-stuck",
                TWO_STEPS,
                alarmFiringAt(200)
                    .andThen(
                        rehearsal ->
                            schedule(
                                rehearsal,
                                100,
                                () -> faults(rehearsal).always("UpdateStage", accessDenied()))))
            .expectingTarget(STAGE, SPLIT_AT_10 + MARKED),
        scenario(
            "killed-between-the-two-writes-of-a-stage-promotion",
            rehearsal ->
                injectFault(
                    rehearsal,
                    "UpdateStage",
                    END_OF_CANARY,
                    untilSdkGivesUp(Fault.serviceError()))),
        scenario(
            "stage-promotion-whose-answer-is-lost",
            rehearsal -> injectFault(rehearsal, "InvokeFunction", 18, Fault.lostResponse())),
        scenario(
            "stage-promotion-that-fails-for-good-rolls-back",
            rehearsal ->
                injectFault(rehearsal, "UpdateStage", PROMOTION, untilRetriesEnd(accessDenied()))),
        scenario(
            "stage-promotion-that-fails-half-way-for-good-rolls-back",
            rehearsal ->
                injectFault(
                    rehearsal, "UpdateStage", END_OF_CANARY, untilRetriesEnd(accessDenied()))),
        ReleaseScenario.withOkAlarm(
            "stage-rollback-from-the-watch-fails-half-way-at-first",
            TWO_STEPS,
            DESCRIBED
                .andThen(alarmFiringAt(700))
                .andThen(
                    rehearsal ->
                        injectFault(
                            rehearsal, "UpdateStage", 6, untilRetriesEnd(accessDenied())))));
  }

  private static ReleaseScenario scenario(String name, Consumer<Rehearsal> meanwhile) {
    return ReleaseScenario.withOkAlarm(name, TWO_STEPS, DESCRIBED.andThen(meanwhile));
  }

  /** Injects a fault from one second to another. */
  private static void lasting(Rehearsal rehearsal, int from, int to, Fault fault) {
    schedule(rehearsal, from, () -> faults(rehearsal).always("UpdateStage", fault));
    schedule(rehearsal, to, () -> faults(rehearsal).clear("UpdateStage"));
  }
}
