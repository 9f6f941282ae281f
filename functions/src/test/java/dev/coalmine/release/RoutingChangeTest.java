package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.BEFORE;
import static dev.coalmine.release.ReleaseFixtures.MARK;
import static dev.coalmine.release.ReleaseFixtures.at;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.TargetMovedException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingChangeTest {
  private final Release prepared = ReleaseFixtures.prepared(10, 50);
  private final Release baking = Promotion.shifted(prepared, minute(0));
  private final Release advancing =
      new Analysis(minute(5), List.of(at(10)), List.of(), List.of()).decide(baking);

  @Test
  void theWriteOfAKilledHandlerIsKnownAsOurs() {
    assertThat(PlannedWrites.of(advancing).pending().get(0).isApplied(at(50))).isTrue();
    assertThat(PlannedWrites.of(prepared).pending().get(0).isApplied(at(10))).isTrue();
    assertThatCode(() -> PlannedWrites.of(advancing).restore(false).get(0).requireOwn(at(50)))
        .doesNotThrowAnyException();
    assertThatCode(() -> PlannedWrites.of(prepared).restore(false).get(0).requireOwn(at(10)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatStandsBeforeTheWriteIsOursToo() {
    assertThat(PlannedWrites.of(advancing).pending().get(0).isApplied(at(10))).isFalse();
    assertThatCode(() -> PlannedWrites.of(advancing).pending().get(0).requireOwn(at(10)))
        .doesNotThrowAnyException();
  }

  @Test
  void aRaceLostBeforeTheFirstWriteIsARefusal() {
    Snapshot moved = new Snapshot(AliasRouting.allTo("9"), "", "r5");

    assertThatThrownBy(() -> PlannedWrites.of(prepared).pending().get(0).requireOwn(moved))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "alias orders:live was moved by someone else before this release wrote to it: expected"
                + " version 7, found version 9, described as \"\" (revision r5)");
    assertThatThrownBy(() -> PlannedWrites.of(advancing).pending().get(0).requireOwn(moved))
        .isInstanceOf(TargetMovedException.class);
  }

  /** A promotion leaves no mark, so its parts tell whether it may have been written. */
  @ParameterizedTest(name = "{3}: version {0} with {1}")
  @CsvSource({
    "8, 7, false, the promotion and a split of someone else",
    "6, 8, false, the canary beside another version",
    "6, 5, true,  nothing of the promotion",
    "7, 8, true,  a split of the old version by someone else",
    "7, 5, true,  a split of someone else alone"
  })
  void aPromotionThatMayHaveBeenWrittenIsNotRefused(
      String version, String other, boolean refused, String what) {
    Release atOnce = ReleaseFixtures.prepared();
    Snapshot found =
        new Snapshot(new AliasRouting(version, Map.of(other, BigDecimal.TEN)), "", "r5");

    assertThatThrownBy(() -> PlannedWrites.of(atOnce).pending().get(0).requireOwn(found))
        .isInstanceOf(refused ? RefusedException.class : TargetMovedException.class);
    assertThatThrownBy(() -> PlannedWrites.of(atOnce).restore(false).get(0).requireOwn(found))
        .isInstanceOf(refused ? RefusedException.class : TargetMovedException.class);
  }

  @Test
  void whatSomeoneElseChangesAfterTheFirstWriteIsNoLostRace() {
    Snapshot moved = new Snapshot(AliasRouting.allTo("6"), "", "r5");
    RoutingChange first = PlannedWrites.of(prepared).pending().get(0);

    assertThatThrownBy(() -> first.requireOwn(moved)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> first.afterWrite().requireOwn(moved))
        .isInstanceOf(TargetMovedException.class)
        .hasMessageContaining("left it at version 7 or version 7 with 8 at 10 %, now it is at");
  }

  @Test
  void aReleaseThatHasWrittenUnknowinglyIsNotRefused() {
    Snapshot moved = new Snapshot(AliasRouting.allTo("6"), MARK, "r5");

    assertThatThrownBy(() -> PlannedWrites.of(prepared).pending().get(0).requireOwn(moved))
        .isInstanceOf(TargetMovedException.class);
    assertThatThrownBy(() -> PlannedWrites.of(prepared).restore(false).get(0).requireOwn(moved))
        .isInstanceOf(TargetMovedException.class);
  }

  @Test
  void whatARollbackWantsIsNotAMove() {
    Snapshot clearedByHand = new Snapshot(BEFORE.routing(), MARK, "r5");

    assertThatCode(
            () -> PlannedWrites.of(advancing).restore(false).get(0).requireOwn(clearedByHand))
        .doesNotThrowAnyException();
    assertThat(PlannedWrites.of(advancing).restore(false).get(0).descriptionToWrite(clearedByHand))
        .contains("ours since 2019");
  }

  @Test
  void aMarkLeftByAReleaseLongGoneIsNobodysDescription() {
    Snapshot left = new Snapshot(AliasRouting.allTo("7"), "coalmine arn:long-gone", "r1");
    assertThat(left.withoutMark().description()).isEmpty();
  }

  @Test
  void aMarkThatNobodyWroteSinceTheFirstLookIsNoRivals() {
    Snapshot left = new Snapshot(AliasRouting.allTo("7"), "coalmine arn:long-gone", "r1");
    Release after =
        ReleaseFixtures.prepared(
            InconclusiveAction.ROLL_BACK,
            List.of(),
            List.of(
                TargetProgress.of(ReleaseFixtures.ORDERS.target(), left, MetricSource.OF_VERSIONS)),
            10);
    Snapshot rivals = new Snapshot(left.routing(), left.description(), "r2");

    assertThatCode(() -> PlannedWrites.of(after).pending().get(0).requireOwn(left))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> PlannedWrites.of(after).pending().get(0).requireOwn(rivals))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void anotherReleaseThatDidTheSameFirstHasWonTheRace() {
    Snapshot others = new Snapshot(at(10).routing(), "coalmine arn:other", "r5");

    assertThatThrownBy(() -> PlannedWrites.of(prepared).pending().get(0).isApplied(others))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> PlannedWrites.of(prepared).restore(false).get(0).requireOwn(others))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aSplitAliasCarriesTheMarkAndARestoredOneItsOwnDescription() {
    assertThat(PlannedWrites.of(prepared).pending().get(0).descriptionToWrite(BEFORE))
        .contains(MARK);
    assertThat(PlannedWrites.of(advancing).restore(false).get(0).descriptionToWrite(at(10)))
        .contains("ours since 2019");
  }

  @Test
  void aDescriptionThatSomebodyElseWroteMeanwhileIsKept() {
    Snapshot renamed = new Snapshot(at(10).routing(), "somebody's note", "r5");

    assertThat(PlannedWrites.of(advancing).restore(false).get(0).descriptionToWrite(renamed))
        .isEmpty();
    assertThat(PlannedWrites.of(advancing).pending().get(0).descriptionToWrite(renamed)).isEmpty();
  }

  @Test
  void aRestoredRoutingThatStillCarriesTheMarkIsNotDone() {
    assertThat(
            PlannedWrites.of(baking)
                .restore(false)
                .get(0)
                .isApplied(new Snapshot(BEFORE.routing(), MARK, "r5")))
        .isFalse();
    assertThat(PlannedWrites.of(baking).restore(false).get(0).isApplied(found(BEFORE.routing())))
        .isTrue();
  }

  @Test
  void nothingWasTouchedOnlyIfTheRevisionIsTheOldOne() {
    Release failed = ReleaseRollback.afterFailure(prepared, "could not continue: AccessDenied");

    assertThat(
            ReleaseRollback.restored(
                    failed, List.of(RestoreResult.of(BEFORE)), Optional.empty(), minute(0))
                .decision())
        .isEqualTo(Decision.REFUSE);
    assertThat(
            ReleaseRollback.restored(
                    failed,
                    List.of(RestoreResult.of(found(BEFORE.routing()))),
                    Optional.empty(),
                    minute(0))
                .decision())
        .isEqualTo(Decision.RESTORED);
    assertThat(failed.reason()).isEqualTo("could not continue: AccessDenied, at weight 0");
  }

  @ParameterizedTest
  @CsvSource({"FAILED, true", "IN_PROGRESS, false", "NONE, false"})
  void onlyFailedConcurrencyMakesARollbackWriteAgain(String status, boolean again) {
    RoutingChange back = PlannedWrites.of(baking).restore(false).get(0);

    assertThat(back.isRestoreStuck(ReleaseFixtures.diverted("7", "8", status))).isEqualTo(again);
    assertThat(back.isRestoreStuck(ReleaseFixtures.diverted("8", "7", status))).isFalse();
  }

  /** AWS keeps the requests on the canary: that is this release's, unless another one marked it. */
  @ParameterizedTest
  @CsvSource({"coalmine arn:run, true", "anything, true", "coalmine arn:next, false"})
  void requestsThatAwsKeepsOnTheCanaryAreTakenBack(String description, boolean own) {
    Snapshot stuck = ReleaseFixtures.diverted("7", "8", "FAILED");
    Snapshot found =
        new Snapshot(stuck.routing(), description, "r9", stuck.stamp(), stuck.provisioning());
    RoutingChange back = PlannedWrites.of(baking).restore(false).get(0);

    if (own) {
      assertThatCode(() -> back.requireOwn(found)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> back.requireOwn(found)).isInstanceOf(TargetMovedException.class);
    }
  }

  @Test
  void aRollbackWaitsUntilAwsHasMovedTheRequestsAndNotForEver() {
    Snapshot settling = ReleaseFixtures.diverted("7", "8", "IN_PROGRESS");
    Release first =
        ReleaseRollback.restored(
            ReleaseRollback.afterFailure(baking, "x"),
            List.of(RestoreResult.of(settling)),
            Optional.empty(),
            minute(1));

    assertThat(first.decision()).isEqualTo(Decision.AWAIT_RESTORE);
    assertThat(
            ReleaseRollback.restored(
                    first, List.of(RestoreResult.of(settling)), Optional.empty(), minute(31))
                .decision())
        .isEqualTo(Decision.AWAIT_RESTORE);
    assertThatThrownBy(
            () ->
                ReleaseRollback.restored(
                    first, List.of(RestoreResult.of(settling)), Optional.empty(), minute(32)))
        .isInstanceOf(NotRestoredException.class);
    assertThat(
            ReleaseRollback.restored(
                    first,
                    List.of(RestoreResult.of(found(BEFORE.routing()))),
                    Optional.empty(),
                    minute(2))
                .decision())
        .isEqualTo(Decision.RESTORED);
  }
}
