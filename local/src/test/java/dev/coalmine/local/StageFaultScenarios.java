package dev.coalmine.local;

import static dev.coalmine.local.Account.STAGE;
import static dev.coalmine.local.Meanwhile.at;
import static dev.coalmine.local.Meanwhile.denied;
import static dev.coalmine.local.Meanwhile.failing;
import static dev.coalmine.local.Meanwhile.fault;
import static dev.coalmine.local.Meanwhile.faults;
import static dev.coalmine.local.Meanwhile.firing;
import static dev.coalmine.local.Meanwhile.forGood;
import static dev.coalmine.local.StageScenarios.DESCRIBED;
import static dev.coalmine.local.StageScenarios.MARKED;
import static dev.coalmine.local.StageScenarios.SPLIT_AT_10;
import static dev.coalmine.local.StageScenarios.TWO_STEPS;

import dev.coalmine.local.aws.Fault;
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

  static List<Scenario> all() {
    return List.of(
        scenario(
            "stage-is-modified-concurrently-once",
            stage -> fault(stage, "UpdateStage", FIRST_WEIGHT, Fault.concurrentModification())),
        scenario(
            "stage-is-modified-concurrently-for-a-while",
            stage -> lasting(stage, 15, 45, Fault.concurrentModification())),
        scenario(
            "stage-is-modified-concurrently-for-long",
            stage -> lasting(stage, 300, 800, Fault.concurrentModification())),
        scenario(
            "stage-updates-are-throttled",
            stage -> {
              fault(stage, "UpdateStage", CLAIM, failing(Fault.throttled()));
              fault(stage, "GetStage", 3, failing(Fault.throttled()));
            }),
        scenario(
            "lost-answers-of-stage-updates-are-found-as-done",
            stage ->
                fault(
                    stage,
                    "UpdateStage",
                    1,
                    Fault.lostAnswer(), // the claim
                    Fault.none(),
                    Fault.lostAnswer(), // 10 %
                    Fault.none(),
                    Fault.lostAnswer(), // 50 %
                    Fault.none(),
                    Fault.lostAnswer(), // promotion
                    Fault.none(),
                    Fault.lostAnswer())),
        Scenario.calm(
            "lost-answer-of-a-stage-rollback-is-found-as-done",
            TWO_STEPS,
            DESCRIBED
                .andThen(firing(200))
                .andThen(stage -> fault(stage, "UpdateStage", 3, Fault.lostAnswer()))),
        scenario(
            "never-allowed-to-write-to-a-stage-is-refused",
            stage -> faults(stage).always("UpdateStage", denied())),
        scenario(
            "never-allowed-to-look-at-a-stage-is-refused",
            stage -> faults(stage).always("GetStage", denied())),
        scenario(
            "not-allowed-to-write-to-a-stage-after-the-claim",
            stage -> fault(stage, "UpdateStage", FIRST_WEIGHT, forGood(denied()))),
        Scenario.calm(
                "stage-rollback-that-fails-for-good-is-stuck",
                TWO_STEPS,
                firing(200)
                    .andThen(
                        stage ->
                            at(stage, 100, () -> faults(stage).always("UpdateStage", denied()))))
            .leaving(STAGE, SPLIT_AT_10 + MARKED),
        scenario(
            "killed-between-the-two-writes-of-a-stage-promotion",
            stage -> fault(stage, "UpdateStage", END_OF_CANARY, failing(Fault.serviceError()))),
        scenario(
            "stage-promotion-whose-answer-is-lost",
            stage -> fault(stage, "InvokeFunction", 18, Fault.lostAnswer())),
        scenario(
            "stage-promotion-that-fails-for-good-rolls-back",
            stage -> fault(stage, "UpdateStage", PROMOTION, forGood(denied()))),
        scenario(
            "stage-promotion-that-fails-half-way-for-good-rolls-back",
            stage -> fault(stage, "UpdateStage", END_OF_CANARY, forGood(denied()))),
        Scenario.calm(
            "stage-rollback-from-the-watch-fails-half-way-at-first",
            TWO_STEPS,
            DESCRIBED
                .andThen(firing(700))
                .andThen(stage -> fault(stage, "UpdateStage", 6, forGood(denied())))));
  }

  private static Scenario scenario(String name, Consumer<Rehearsal> meanwhile) {
    return Scenario.calm(name, TWO_STEPS, DESCRIBED.andThen(meanwhile));
  }

  /** From second to second. */
  private static void lasting(Rehearsal stage, int from, int to, Fault fault) {
    at(stage, from, () -> faults(stage).always("UpdateStage", fault));
    at(stage, to, () -> faults(stage).clear("UpdateStage"));
  }
}
