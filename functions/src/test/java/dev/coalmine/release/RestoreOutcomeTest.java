package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.BEFORE;
import static dev.coalmine.release.ReleaseFixtures.BILLS;
import static dev.coalmine.release.ReleaseFixtures.MARK;
import static dev.coalmine.release.ReleaseFixtures.ORDERS;
import static dev.coalmine.release.ReleaseFixtures.at;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.request.BusyAction;
import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.LateWrite;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageRouting.StageCanary;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.TargetMovedException;
import dev.coalmine.target.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a release ends that goes back: what it says it restored, and what it left to others. */
class RestoreOutcomeTest {
  private final TargetMovedException moved =
      new TargetMovedException(List.of("orders:live was moved"), List.of());
  private final RefusedException lost = new RefusedException("orders:live was taken");

  private final Release baking = Promotion.shifted(ReleaseFixtures.prepared(10, 50), minute(0));
  private final Release two =
      Promotion.shifted(
          ReleaseFixtures.prepared(
              InconclusiveAction.ROLL_BACK, List.of(), List.of(ORDERS, BILLS), 10),
          minute(0));

  private static Release back(Release release) {
    return ReleaseRollback.afterFailure(release, "could not continue");
  }

  private static Release restored(Release release, RestoreResult... results) {
    return ReleaseRollback.restored(release, List.of(results), Optional.empty(), minute(1));
  }

  private static RestoreResult billsRestored() {
    return RestoreResult.of(new Snapshot(AliasRouting.allTo("4"), "", "b3"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "about to shift, BAKING",
    "about to promote, BAKING",
    "asked before the first shift, CLAIMING",
    "shifted, BAKING",
    "promoted, WATCHING"
  })
  void onlyARollbackBeforeTheFirstWriteIsDueRemovesNothingButMarks(
      String when, ReleaseProgress.Phase phase) {
    Release release =
        switch (when) {
          case "about to shift" -> ReleaseFixtures.prepared(10);
          case "about to promote" -> ReleaseFixtures.prepared();
          case "asked before the first shift" ->
              ReleaseFixtures.prepared(
                  InconclusiveAction.ROLL_BACK, List.of(), ReleaseFixtures.approved(10), 10);
          case "shifted" -> baking;
          default -> promoted();
        };

    assertThat(back(release).progress().phase()).isEqualTo(phase);
    assertThat(back(release).decision()).isEqualTo(Decision.ROLL_BACK);
  }

  @Test
  void whoLosesARaceBeforeTheFirstWriteHasTouchedNothing() {
    assertThat(
            ReleaseRollback.afterRefusal(ReleaseFixtures.prepared(10), "x", false)
                .progress()
                .phase())
        .isEqualTo(ReleaseProgress.Phase.CLAIMING);
    assertThat(ReleaseRollback.afterRefusal(baking, "x", false).progress().phase())
        .isEqualTo(ReleaseProgress.Phase.BAKING);
  }

  private Release promoted() {
    Release passed =
        new Analysis(minute(5), List.of(at(10)), List.of(), List.of())
            .decide(Promotion.shifted(ReleaseFixtures.prepared(10), minute(0)));
    return Promotion.promoted(passed, List.of(found(AliasRouting.allTo("8"))), minute(5));
  }

  @Test
  void aTargetThatSomebodyMovedIsToldWithTheOnesThatAreBack() {
    assertThatThrownBy(() -> restored(back(baking), RestoreResult.left(moved)))
        .isInstanceOf(TargetMovedException.class)
        .hasMessage("orders:live was moved");
    assertThatThrownBy(() -> restored(back(two), RestoreResult.left(moved), billsRestored()))
        .isInstanceOf(TargetMovedException.class)
        .hasMessage("orders:live was moved; rolled back: bills:live");
    assertThatThrownBy(
            () ->
                ReleaseRollback.restored(
                    back(baking),
                    List.of(RestoreResult.of(BEFORE)),
                    Optional.of("it was moved before"),
                    minute(1)))
        .isInstanceOf(TargetMovedException.class)
        .hasMessage("it was moved before");
  }

  @Test
  void aRevertThatFindsItsTargetsTakenIsRefusedAndOneThatFindsSomeIsToldApart() {
    Release revert = revert(promoted());
    assertThat(revert.isReverting()).isTrue();
    Release refused = restored(revert, RestoreResult.left(lost));
    assertThat(refused.decision()).isEqualTo(Decision.REFUSE);
    assertThat(refused.reason()).isEqualTo("reverted by ann, but orders:live was taken");

    Release both = revert(promotedTwo());
    assertThatThrownBy(() -> restored(both, RestoreResult.left(lost), billsRestored()))
        .isInstanceOf(TargetMovedException.class)
        .hasMessage("orders:live was taken; rolled back: bills:live");
    Release done = restored(both, RestoreResult.of(found(BEFORE.routing())), billsRestored());
    assertThat(done.decision()).isEqualTo(Decision.RESTORED);
    assertThat(done.isReverting()).isFalse();
  }

  @Test
  void aReleaseThatGoesBackIsNoRevert() {
    assertThat(baking.isReverting()).isFalse();
    assertThat(ReleaseFixtures.prepared(10).isReverting()).isFalse();
    assertThat(restored(back(baking), RestoreResult.of(BEFORE)).decision())
        .isEqualTo(Decision.RESTORED);
  }

  private static Release revert(Release promoted) {
    return ReleaseRollback.revert(
        promoted,
        "arn:revert",
        minute(60),
        new SteeringEntry(SteeringCommand.ROLL_BACK, "ann", "", minute(60)),
        minute(60));
  }

  private Release promotedTwo() {
    Snapshot bills = new Snapshot(AliasRouting.allTo("5"), "", "b2");
    return Promotion.promoted(
        two.withPendingWeight(Weight.ALL, "passed"),
        List.of(found(AliasRouting.allTo("8")), bills),
        minute(5));
  }

  @Test
  void aRevertNamesWhatServesTheOldVersionAlready() {
    Release revert = revert(promoted());

    assertThat(ReleaseRollback.revertOfRestored(revert, List.of())).isEqualTo(revert);
    assertThat(ReleaseRollback.revertOfRestored(revert, revert.targetProgress()).reason())
        .isEqualTo("reverted by ann; orders:live already serves version 7");
  }

  @ParameterizedTest
  @CsvSource({"REFUSE, REFUSE", "QUEUE, QUEUE", "REPLACE, QUEUE"})
  void whoLostARaceQueuesIfItsRequestSaysSo(BusyAction ifBusy, Decision decision) {
    Release late =
        ReleaseFixtures.prepared(ifBusy, 10)
            .withDecision(Decision.REFUSE, "orders:live is busy", 1);
    Release next = ReleaseRollback.queueInsteadOfRefuse(late);

    assertThat(next.decision()).isEqualTo(decision);
    boolean queued = decision == Decision.QUEUE;
    assertThat(next.waitSeconds()).isEqualTo(queued ? 10 : 1);
    assertThat(PlannedWrites.of(next).pending().get(0).wanted())
        .isEqualTo(queued ? BEFORE.routing() : at(10).routing());
    Release rolling = back(ReleaseFixtures.prepared(ifBusy, 10));
    assertThat(ReleaseRollback.queueInsteadOfRefuse(rolling)).isEqualTo(rolling);
  }

  /** A stage has no revision: it is untouched if only its mark was written. */
  @ParameterizedTest
  @CsvSource({"true, false, REFUSE", "true, true, RESTORED", "false, false, RESTORED"})
  void aStageIsUntouchedWhileItIsClaimedAndWasNotMoved(
      boolean claiming, boolean moved, Decision decision) {
    StageRouting old = new StageRouting("d1", Map.of(), StageCanary.NONE);
    TargetProgress part =
        TargetProgress.of(
            new StageTarget("a1b2", "prod", "d2", Map.of()),
            new Snapshot(old, "", "", "t1"),
            MetricSource.UNREAD);
    Release prepared =
        ReleaseFixtures.prepared(InconclusiveAction.ROLL_BACK, List.of(), List.of(part), 10);
    Release starting =
        claiming
            ? prepared
            : ReleaseStart.claimed(ReleaseStart.claimed(prepared, minute(0)), minute(1));
    Snapshot found = new Snapshot(old, "", "", "t3");

    assertThat(restored(back(starting), RestoreResult.of(found, moved)).decision())
        .isEqualTo(decision);
  }

  @Test
  void whatEveryTargetServesAlreadyEndsAsPromotedAndMovesNothing() {
    Release served = ReleaseFixtures.served();
    assertThat(served.decision()).isEqualTo(Decision.FINISH);
    assertThat(served.reason())
        .isEqualTo("orders:live already serves version 8: nothing was moved");
    assertThat(ReleaseStart.movesNothing(served)).isTrue();

    Release finished = Promotion.finish(promoted(), "watched");
    assertThat(ReleaseStart.movesNothing(finished)).isFalse();
    assertThat(ReleaseStart.movesNothing(ReleaseFixtures.prepared(10))).isFalse();
  }

  @Test
  void whatElsePeopleShouldKnowIsInTheFirstReason() {
    Release prepared = ReleaseFixtures.prepared(10);

    assertThat(ReleaseStart.noting(prepared, List.of())).isEqualTo(prepared);
    Release noted = ReleaseStart.noting(prepared, List.of("bills is left out"));
    assertThat(noted.reason()).isEqualTo("orders:live serves version 7; ready; bills is left out");
    assertThat(noted.event()).isEqualTo(ReleaseEvent.STARTED);
  }

  @ParameterizedTest(name = "ended promoted {0}: {1} with {2} at {3} %, marked {4}: {5}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          false, 7, 8, 10, true,  true
          false, 7, 8, 50, true,  true
          false, 7, -, 0,  true,  true
          false, 7, 9, 10, true,  false
          false, 8, -, 0,  true,  false
          false, 7, 8, 10, false, false
          true,  8, -, 0,  true,  true
          true,  7, 8, 10, true,  false
          """)
  void aWriteAfterTheEndIsKnownByItsMarkAndRouting(
      boolean promoted, String version, String canary, int weight, boolean marked, boolean own) {
    AliasRouting all = AliasRouting.allTo(version);
    AliasRouting routing = canary == null ? all : all.withCanary(canary, new Weight(weight));
    Snapshot found = new Snapshot(routing, marked ? MARK : "ours since 2019", "r9");
    LateWrite late = PlannedWrites.of(baking).late(promoted).get(0);

    assertThat(late.isMarked(found)).isEqualTo(marked);
    assertThat(late.isOwn(found)).isEqualTo(own);
    RoutingChange undoing = late.undoing(found);
    assertThat(undoing.wanted()).isEqualTo(AliasRouting.allTo(promoted ? "8" : "7"));
    assertThat(undoing.ownRoutings()).containsExactly(routing, undoing.wanted());
    assertThat(late.isBack(found)).isFalse();
    assertThat(late.movedMessage(found)).contains("now it is at " + routing);
  }

  @Test
  void aTargetIsBackWithItsOldRoutingAndWithoutTheMark() {
    LateWrite late = PlannedWrites.of(baking).late(false).get(0);

    assertThat(late.isBack(new Snapshot(BEFORE.routing(), "", "r9"))).isTrue();
    assertThat(late.isBack(new Snapshot(BEFORE.routing(), MARK, "r9"))).isFalse();
    assertThat(late.isBack(new Snapshot(at(10).routing(), "", "r9"))).isFalse();
  }
}
