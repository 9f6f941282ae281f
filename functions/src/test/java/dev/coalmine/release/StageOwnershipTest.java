package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.MARK;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageRouting.StageCanary;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.TargetMovedException;
import dev.coalmine.target.Weight;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whose doing it is how a stage stands. A stage has no revision to write on, so a release marks it
 * first, and knows its own writes by their parts.
 */
class StageOwnershipTest {
  private static final StageTarget STAGE =
      new StageTarget("a1b2", "prod", "d2", Map.of("a", "next"));
  private static final StageRouting OLD = stage("d1", "live", StageCanary.NONE);
  private static final StageRouting AT_10 = STAGE.splitRouting(OLD, new Weight(10));
  private static final StageRouting AT_50 = STAGE.splitRouting(OLD, new Weight(50));
  private static final Snapshot BEFORE = new Snapshot(OLD, "ours", "", "t1");

  private final Release prepared =
      ReleaseFixtures.prepared(
          InconclusiveAction.ROLL_BACK,
          List.of(),
          List.of(TargetProgress.of(STAGE, BEFORE, MetricSource.UNREAD)),
          10,
          50);
  private final Release claimed = ReleaseStart.claimed(prepared, minute(0));
  private final Release starting = ReleaseStart.claimed(claimed, minute(1));
  private final Release baking = Promotion.shifted(starting, minute(1));
  private final Release advancing =
      new Analysis(minute(6), List.of(marked(AT_10)), List.of(), List.of()).decide(baking);

  private static StageRouting stage(String deployment, String a, StageCanary canary) {
    return new StageRouting(deployment, Map.of("a", a), canary);
  }

  private static StageRouting withVariable(StageRouting routing) {
    return new StageRouting(
        routing.deployment(),
        Map.of("a", routing.variables().get("a"), "new", "theirs"),
        routing.canary());
  }

  private static Snapshot found(StageRouting routing, String description) {
    return new Snapshot(routing, description, "", "t2");
  }

  private static Snapshot marked(StageRouting routing) {
    return found(routing, MARK);
  }

  private static RoutingChange restore(Release release) {
    return PlannedWrites.of(release).restore(false).get(0);
  }

  @Test
  void aStageIsClaimedBeforeItsFirstShift() {
    assertThat(prepared.decision()).isEqualTo(Decision.CLAIM);
    assertThat(prepared.progress().phase()).isEqualTo(ReleaseProgress.Phase.CLAIMING);
    assertThat(claimed.decision()).isEqualTo(Decision.AWAIT_CLAIM);
    assertThat(claimed.reason()).isEqualTo("claimed a1b2/prod");
    assertThat(claimed.waitSeconds()).isEqualTo(20);
    assertThat(starting.decision()).isEqualTo(Decision.ADVANCE);
    assertThat(starting.progress().phase()).isEqualTo(ReleaseProgress.Phase.BAKING);
    assertThat(starting.reason()).isEqualTo("a1b2/prod is not claimed by another release");
  }

  @Test
  void aClaimStandsOnceTheMarkIsThereAndTheRoutingIsTheOldOne() {
    RoutingChange claim = PlannedWrites.of(prepared).claims().get(0);

    assertThat(claim.isApplied(BEFORE)).isFalse();
    assertThat(claim.isApplied(marked(OLD))).isTrue();
    assertThat(claim.isApplied(marked(stage("d3", "live", StageCanary.NONE)))).isFalse();
    assertThatThrownBy(() -> claim.isApplied(found(OLD, "coalmine arn:other")))
        .isInstanceOf(RefusedException.class);
    assertThatCode(() -> claim.requireOwn(BEFORE)).doesNotThrowAnyException();
    assertThatThrownBy(() -> claim.requireOwn(found(OLD, "kept by Ann")))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void whoChangesAClaimedStageBeforeItsFirstShiftWasFirst() {
    RoutingChange first = PlannedWrites.of(starting).pending().get(0);
    Snapshot moved = marked(stage("d3", "live", StageCanary.NONE));

    assertThatThrownBy(() -> first.requireOwn(moved)).isInstanceOf(RefusedException.class);
    StageCanary theirs = new StageCanary("d9", BigDecimal.TEN, Map.of());
    assertThatThrownBy(() -> first.requireOwn(marked(stage("d1", "live", theirs))))
        .isInstanceOf(TargetMovedException.class);
  }

  @ParameterizedTest(name = "{0} with a={1}, described as {2}: {3}")
  @CsvSource({
    "d1, live, ours, true",
    "d1, live, kept by Ann, true",
    "d1, next, ours, false",
    "d2, live, ours, false",
    "d1, live, coalmine arn:run, false"
  })
  void aStageIsBackOnceNothingOfTheReleaseIsLeft(
      String deployment, String a, String description, boolean back) {
    Release promoting = advancing.withPendingWeight(Weight.ALL, "passed");
    StageRouting theirs = withVariable(stage(deployment, a, StageCanary.NONE));

    assertThat(restore(promoting).isApplied(found(theirs, description))).isEqualTo(back);
  }

  @Test
  void aCanaryIsNotBackWhoeverChangedTheStageBesideIt() {
    assertThat(restore(baking).isApplied(found(withVariable(AT_10), "ours"))).isFalse();
  }

  @Test
  void aCanaryThatSomebodyRemovedDoesNotHaveItsNextWeight() {
    assertThat(PlannedWrites.of(advancing).pending().get(0).isApplied(marked(withVariable(OLD))))
        .isFalse();
  }

  @Test
  void aReleaseThatNeverMovedAStageDoesNotCallItRestored() {
    Release idle = prepared.with(TargetProgress::withoutPendingWrite);

    assertThat(restore(idle).isApplied(found(withVariable(OLD), "ours"))).isFalse();
  }

  /** The rollback came first, and then the write of 50 %, which creates a canary of d1. */
  @Test
  void onlyTheSecondLookTakesALateWriteForItsOwn() {
    StageRouting late =
        stage("d1", "live", new StageCanary("d1", BigDecimal.valueOf(50), Map.of()));
    RoutingChange first = restore(advancing);
    RoutingChange second =
        restore(
            ReleaseRollback.afterFailure(advancing, "x")
                .withDecision(Decision.AWAIT_RESTORE, "x", 45));

    assertThatThrownBy(() -> first.requireOwn(marked(late)))
        .isInstanceOf(TargetMovedException.class);
    assertThatCode(() -> second.requireOwn(marked(late))).doesNotThrowAnyException();
    assertThat(first.isReadConfirmed()).isFalse();
    assertThat(second.isReadConfirmed()).isTrue();
  }

  @ParameterizedTest(name = "at {0} % with d{1}: {2}")
  @CsvSource({"10, 2, true", "50, 2, true", "0, 2, true", "20, 2, false", "50, 3, false"})
  void aRollbackKnowsAnInterruptedShiftByItsParts(int percent, int deployment, boolean own) {
    StageCanary canary =
        new StageCanary("d" + deployment, BigDecimal.valueOf(percent), Map.of("a", "next"));
    Snapshot found = marked(stage("d1", "live", canary));
    Release back = percent == 0 ? starting : advancing;

    if (own) {
      assertThatCode(() -> restore(back).requireOwn(found)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> restore(back).requireOwn(found))
          .isInstanceOf(TargetMovedException.class);
    }
  }

  @Test
  void theFirstWriteIsNotRepeatedByTheSameHandler() {
    RoutingChange first = PlannedWrites.of(starting).pending().get(0);

    assertThat(first.isRepeatable()).isFalse();
    assertThat(first.afterWrite().isRepeatable()).isTrue();
    assertThat(PlannedWrites.of(advancing).pending().get(0).isRepeatable()).isTrue();
    assertThat(restore(starting).isRepeatable()).isTrue();
  }

  @Test
  void aStageThatIsGoneIsARefusalBeforeTheFirstWriteAndElseAMove() {
    assertThat(PlannedWrites.of(starting).pending().get(0).goneException())
        .isInstanceOf(RefusedException.class)
        .hasMessage("stage a1b2/prod was deleted by someone else before this release wrote to it");
    assertThat(restore(advancing).goneException())
        .isInstanceOf(TargetMovedException.class)
        .hasMessageStartingWith(
            "stage a1b2/prod no longer exists: this release left it at deployment d1 (a=live) with"
                + " canary deployment d2 (a=next) at 10 % and could not set it to deployment d1"
                + " (a=live); requests to it fail");
  }

  @Test
  void aShiftThatWasWrittenIsKnown() {
    assertThat(PlannedWrites.of(advancing).pending().get(0).isApplied(marked(AT_50))).isTrue();
    assertThat(PlannedWrites.of(advancing).pending().get(0).isApplied(marked(AT_10))).isFalse();
  }
}
