package dev.coalmine.local;

import static dev.coalmine.local.Meanwhile.denied;
import static dev.coalmine.local.Meanwhile.fault;
import static dev.coalmine.local.Meanwhile.firing;
import static dev.coalmine.local.StageScenarios.DESCRIBED;
import static dev.coalmine.local.StageScenarios.TWO_STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.local.aws.Fault;
import dev.coalmine.release.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An UpdateStage of which AWS applies but the first operations harms no release: that the list is
 * applied as a whole is likely, but nobody has recorded it.
 */
class HalfDonePatchTest {
  private static Laptop laptop;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT);
  }

  @AfterAll
  static void close() {
    laptop.close();
  }

  /** Each UpdateStage on the way to promotion, broken off after each number of operations. */
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
    isPromoted(stage -> fault(stage, "UpdateStage", write, broken(stage, applied)));
  }

  @ParameterizedTest
  @MethodSource("onTheWay")
  void isFinishedByTheNextTryOfTheState(int write, int applied) {
    isPromoted(stage -> fault(stage, "UpdateStage", write, broken(stage, applied), denied()));
  }

  /** Only those that leave something to do. */
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
    Scenario.Played played =
        play(
            stage ->
                fault(
                    stage,
                    "UpdateStage",
                    write,
                    broken(stage, applied),
                    denied(),
                    denied(),
                    denied()));

    boolean claiming = write == StageFaultScenarios.CLAIM;
    isBack(played, claiming ? Outcome.REFUSED : Outcome.ROLLED_BACK);
  }

  @ParameterizedTest
  @MethodSource("ofPromotionAndRollback")
  void ofAPromotionIsTakenBackByARollbackThatBreaksOffToo(int applied, int rollback, int back) {
    Scenario.Played played =
        play(
            stage -> {
              fault(
                  stage,
                  "UpdateStage",
                  StageFaultScenarios.PROMOTION,
                  broken(stage, applied),
                  denied(),
                  denied(),
                  denied());
              fault(stage, "UpdateStage", rollback, broken(stage, back), denied());
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
    Fault[] more = stateOrCall ? new Fault[] {denied()} : new Fault[0];
    Scenario.Played played =
        play(
            firing(alarm)
                .andThen(
                    stage -> {
                      fault(stage, "UpdateStage", write, broken(stage, applied));
                      fault(stage, "UpdateStage", 1, more);
                    }));

    isBack(played, Outcome.ROLLED_BACK);
  }

  /** From the first weight, from the second, and from the watch. */
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
    return Fault.before(() -> stage.world().apiGateway().breakNextUpdate(applied));
  }

  private static Scenario.Played play(Consumer<Rehearsal> meanwhile) {
    return Scenario.calm("half done", TWO_STEPS, DESCRIBED.andThen(meanwhile)).play(laptop);
  }

  private static void isPromoted(Consumer<Rehearsal> meanwhile) {
    Scenario.Played played = play(meanwhile);

    assertThat(played.ending().outcome()).as(played.timeline()).isEqualTo(Outcome.PROMOTED);
    assertThat(played.left())
        .containsEntry(
            Account.STAGE, new Standing("x9y8z7", Map.of("lambdaAlias", "next"), "", "the shop"));
    assertThat(played.deploys()).isEqualTo(201);
  }

  private static void isBack(Scenario.Played played, Outcome outcome) {
    assertThat(played.ending().outcome()).as(played.timeline()).isEqualTo(outcome);
    assertThat(played.left()).isEqualTo(played.before());
    assertThat(played.deploys()).isEqualTo(201);
  }
}
