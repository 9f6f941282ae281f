package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.accessDenied;
import static dev.coalmine.cli.testing.Interventions.alarmFiringAt;
import static dev.coalmine.cli.testing.Interventions.injectFault;
import static dev.coalmine.cli.workflow.StageScenarios.DESCRIBED;
import static dev.coalmine.cli.workflow.StageScenarios.TWO_STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.TargetState;
import dev.coalmine.cli.testing.TargetStates;
import dev.coalmine.embedded.Fault;
import dev.coalmine.release.Outcome;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A release survives an UpdateStage of which AWS applies only the first operations. AWS probably
 * applies the list as a whole, but that is not documented.
 */
class PartialStagePatchTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  /** Each UpdateStage before the promotion, cut after each number of operations. */
  static Stream<Arguments> onTheWay() {
    return Stream.of(
            half(StageFaultScenarios.CLAIM, 1),
            half(StageFaultScenarios.FIRST_WEIGHT, 4),
            half(StageFaultScenarios.SECOND_WEIGHT, 3),
            half(StageFaultScenarios.PROMOTION, 3),
            half(StageFaultScenarios.END_OF_CANARY, 2))
        .flatMap(each -> each);
  }

  private static Stream<Arguments> half(int write, int operations) {
    return IntStream.rangeClosed(0, operations).mapToObj(n -> Arguments.of(write, n));
  }

  @ParameterizedTest
  @MethodSource("onTheWay")
  void isFinishedByTheSameCallAgain(int write, int applied) {
    isPromoted(stage -> injectFault(stage, "UpdateStage", write, broken(stage, applied)));
  }

  @ParameterizedTest
  @MethodSource("onTheWay")
  void isFinishedByTheNextTryOfTheState(int write, int applied) {
    isPromoted(
        stage -> injectFault(stage, "UpdateStage", write, broken(stage, applied), accessDenied()));
  }

  /** Only cuts that leave operations out. */
  static Stream<Arguments> unfinished() {
    return Stream.of(
            half(StageFaultScenarios.CLAIM, 0),
            half(StageFaultScenarios.FIRST_WEIGHT, 2),
            half(StageFaultScenarios.SECOND_WEIGHT, 1),
            half(StageFaultScenarios.PROMOTION, 3),
            half(StageFaultScenarios.END_OF_CANARY, 1))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("unfinished")
  void isTakenBackWhenItFailsForGood(int write, int applied) {
    ReleaseScenario.ScenarioResult played =
        play(
            stage ->
                injectFault(
                    stage,
                    "UpdateStage",
                    write,
                    broken(stage, applied),
                    accessDenied(),
                    accessDenied(),
                    accessDenied()));

    boolean claiming = write == StageFaultScenarios.CLAIM;
    isBack(played, claiming ? Outcome.REFUSED : Outcome.ROLLED_BACK);
  }

  @ParameterizedTest
  @MethodSource("ofPromotionAndRollback")
  void ofAPromotionIsTakenBackByARollbackThatBreaksOffToo(int applied, int rollback, int back) {
    ReleaseScenario.ScenarioResult played =
        play(
            stage -> {
              injectFault(
                  stage,
                  "UpdateStage",
                  StageFaultScenarios.PROMOTION,
                  broken(stage, applied),
                  accessDenied(),
                  accessDenied(),
                  accessDenied());
              injectFault(stage, "UpdateStage", rollback, broken(stage, back), accessDenied());
            });

    isBack(played, Outcome.ROLLED_BACK);
  }

  static Stream<Arguments> ofPromotionAndRollback() {
    return IntStream.rangeClosed(0, 3)
        .boxed()
        .flatMap(
            applied ->
                Stream.of(1, 2, 3)
                    .flatMap(
                        write ->
                            Stream.of(0, 1, 2).map(back -> Arguments.of(applied, write, back))));
  }

  @ParameterizedTest
  @MethodSource("ofARollback")
  void ofARollbackIsFinishedByTheNextTry(int alarm, int write, int applied, boolean stateOrCall) {
    Fault[] more = stateOrCall ? new Fault[] {accessDenied()} : new Fault[0];
    ReleaseScenario.ScenarioResult played =
        play(
            alarmFiringAt(alarm)
                .andThen(
                    stage -> {
                      injectFault(stage, "UpdateStage", write, broken(stage, applied));
                      injectFault(stage, "UpdateStage", 1, more);
                    }));

    isBack(played, Outcome.ROLLED_BACK);
  }

  /** Rollbacks from the first weight, from the second, and from the watch. */
  static Stream<Arguments> ofARollback() {
    return Stream.of(List.of(200, 3), List.of(400, 4), List.of(700, 6))
        .flatMap(
            from ->
                Stream.of(0, 1, 2)
                    .flatMap(
                        applied ->
                            Stream.of(true, false)
                                .map(
                                    state ->
                                        Arguments.of(from.get(0), from.get(1), applied, state))));
  }

  private static Fault broken(Rehearsal stage, int applied) {
    return Fault.before(() -> stage.world().apiGateway().failNextUpdateAfter(applied));
  }

  private static ReleaseScenario.ScenarioResult play(Consumer<Rehearsal> meanwhile) {
    return ReleaseScenario.withOkAlarm("half done", TWO_STEPS, DESCRIBED.andThen(meanwhile))
        .run(LOCAL.runtime());
  }

  private static void isPromoted(Consumer<Rehearsal> meanwhile) {
    ReleaseScenario.ScenarioResult played = play(meanwhile);

    assertThat(played.result().outcome()).as(played.timeline()).isEqualTo(Outcome.PROMOTED);
    assertThat(played.after())
        .containsEntry(
            TargetStates.STAGE,
            new TargetState("x9y8z7", Map.of("lambdaAlias", "next"), "", "the shop"));
    assertThat(played.deploymentStatus()).isEqualTo(201);
  }

  private static void isBack(ReleaseScenario.ScenarioResult played, Outcome outcome) {
    assertThat(played.result().outcome()).as(played.timeline()).isEqualTo(outcome);
    assertThat(played.after()).isEqualTo(played.before());
    assertThat(played.deploymentStatus()).isEqualTo(201);
  }
}
