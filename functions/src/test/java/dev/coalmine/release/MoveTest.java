package dev.coalmine.release;

import static dev.coalmine.release.Releases.BEFORE;
import static dev.coalmine.release.Releases.MARK;
import static dev.coalmine.release.Releases.at;
import static dev.coalmine.release.Releases.found;
import static dev.coalmine.release.Releases.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MoveTest {
  private final Release prepared = Releases.prepared(10, 50);
  private final Release baking = prepared.shifted(minute(0));
  private final Release advancing =
      new Look(minute(5), List.of(at(10)), List.of(), List.of()).decide(baking);

  @Test
  void theWriteOfAKilledHandlerIsKnownAsOurs() {
    assertThat(advancing.announced().get(0).isDone(at(50))).isTrue();
    assertThat(prepared.announced().get(0).isDone(at(10))).isTrue();
    assertThatCode(() -> advancing.restoring(false).get(0).mustBeOurs(at(50)))
        .doesNotThrowAnyException();
    assertThatCode(() -> prepared.restoring(false).get(0).mustBeOurs(at(10)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatStandsBeforeTheWriteIsOursToo() {
    assertThat(advancing.announced().get(0).isDone(at(10))).isFalse();
    assertThatCode(() -> advancing.announced().get(0).mustBeOurs(at(10)))
        .doesNotThrowAnyException();
  }

  @Test
  void aRaceLostBeforeTheFirstWriteIsARefusal() {
    Snapshot moved = new Snapshot(AliasRouting.all("9"), "", "r5");

    assertThatThrownBy(() -> prepared.announced().get(0).mustBeOurs(moved))
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "alias orders:live was moved by someone else before this release wrote to it: expected version 7, found version 9, described as \"\" (revision r5)");
    assertThatThrownBy(() -> advancing.announced().get(0).mustBeOurs(moved))
        .isInstanceOf(TargetMovedException.class);
  }

  @Test
  void aReleaseThatHasWrittenUnknowinglyIsNotRefused() {
    Snapshot moved = new Snapshot(AliasRouting.all("6"), MARK, "r5");

    assertThatThrownBy(() -> prepared.announced().get(0).mustBeOurs(moved))
        .isInstanceOf(TargetMovedException.class);
    assertThatThrownBy(() -> prepared.restoring(false).get(0).mustBeOurs(moved))
        .isInstanceOf(TargetMovedException.class);
  }

  @Test
  void whatARollbackWantsIsNotAMove() {
    Snapshot clearedByHand = new Snapshot(BEFORE.routing(), MARK, "r5");

    assertThatCode(() -> advancing.restoring(false).get(0).mustBeOurs(clearedByHand))
        .doesNotThrowAnyException();
    assertThat(advancing.restoring(false).get(0).description(clearedByHand))
        .contains("ours since 2019");
  }

  @Test
  void aMarkLeftByAReleaseLongGoneIsNobodysDescription() {
    Snapshot left = new Snapshot(AliasRouting.all("7"), "coalmine arn:long-gone", "r1");
    assertThat(left.unmarked().description()).isEmpty();
  }

  @Test
  void aMarkThatNobodyWroteSinceTheFirstLookIsNoRivals() {
    Snapshot left = new Snapshot(AliasRouting.all("7"), "coalmine arn:long-gone", "r1");
    Release after =
        Releases.prepared(
            Inconclusive.ROLL_BACK,
            List.of(),
            List.of(Part.of(Releases.ORDERS.target(), left, Meter.OF_VERSIONS)),
            10);
    Snapshot rivals = new Snapshot(left.routing(), left.description(), "r2");

    assertThatCode(() -> after.announced().get(0).mustBeOurs(left)).doesNotThrowAnyException();
    assertThatThrownBy(() -> after.announced().get(0).mustBeOurs(rivals))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void anotherReleaseThatDidTheSameFirstHasWonTheRace() {
    Snapshot others = new Snapshot(at(10).routing(), "coalmine arn:other", "r5");

    assertThatThrownBy(() -> prepared.announced().get(0).isDone(others))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> prepared.restoring(false).get(0).mustBeOurs(others))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aSplitAliasCarriesTheMarkAndARestoredOneItsOwnDescription() {
    assertThat(prepared.announced().get(0).description(BEFORE)).contains(MARK);
    assertThat(advancing.restoring(false).get(0).description(at(10))).contains("ours since 2019");
  }

  @Test
  void aDescriptionThatSomebodyElseWroteMeanwhileIsKept() {
    Snapshot renamed = new Snapshot(at(10).routing(), "somebody's note", "r5");

    assertThat(advancing.restoring(false).get(0).description(renamed)).isEmpty();
    assertThat(advancing.announced().get(0).description(renamed)).isEmpty();
  }

  @Test
  void aRestoredRoutingThatStillCarriesTheMarkIsNotDone() {
    assertThat(baking.restoring(false).get(0).isDone(new Snapshot(BEFORE.routing(), MARK, "r5")))
        .isFalse();
    assertThat(baking.restoring(false).get(0).isDone(found(BEFORE.routing()))).isTrue();
  }

  @Test
  void nothingWasTouchedOnlyIfTheRevisionIsTheOldOne() {
    Release failed = prepared.failed("could not go on: AccessDenied");

    assertThat(failed.restored(List.of(Return.of(BEFORE)), Optional.empty(), minute(0)).decision())
        .isEqualTo(Decision.REFUSE);
    assertThat(
            failed
                .restored(List.of(Return.of(found(BEFORE.routing()))), Optional.empty(), minute(0))
                .decision())
        .isEqualTo(Decision.RESTORED);
    assertThat(failed.reason()).isEqualTo("could not go on: AccessDenied, at weight 0");
  }

  @Test
  void aRollbackWaitsUntilAwsHasMovedTheRequestsAndNotForEver() {
    Snapshot settling =
        found(new AliasRouting("7", java.util.Map.of("8", java.math.BigDecimal.valueOf(100))));
    Release first =
        baking.failed("x").restored(List.of(Return.of(settling)), Optional.empty(), minute(1));

    assertThat(first.decision()).isEqualTo(Decision.AWAIT_RESTORE);
    assertThat(
            first.restored(List.of(Return.of(settling)), Optional.empty(), minute(31)).decision())
        .isEqualTo(Decision.AWAIT_RESTORE);
    assertThatThrownBy(
            () -> first.restored(List.of(Return.of(settling)), Optional.empty(), minute(32)))
        .isInstanceOf(NotRestoredException.class);
    assertThat(
            first
                .restored(List.of(Return.of(found(BEFORE.routing()))), Optional.empty(), minute(2))
                .decision())
        .isEqualTo(Decision.RESTORED);
  }
}
