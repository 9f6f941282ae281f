package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.BEFORE;
import static dev.coalmine.release.ReleaseFixtures.MARK;
import static dev.coalmine.release.ReleaseFixtures.NOON;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.prepared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.TargetMovedException;
import dev.coalmine.target.Weight;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a rollback has to look again, and what it takes for its own then. */
class StrayHandlersTest {
  private final Release baking = Promotion.shifted(prepared(10, 50), NOON);

  private static Release restored(Release release, boolean moved, int second) {
    return ReleaseRollback.restored(
        ReleaseRollback.rollBack(release, RollbackCause.ALARM, "fired"),
        List.of(RestoreResult.of(found(BEFORE.routing()), moved)),
        Optional.empty(),
        NOON.plusSeconds(second));
  }

  /** One earlier attempt may last a minute, pause another, and write for 45 seconds more. */
  @ParameterizedTest
  @CsvSource({
    "0, true,    1, RESTORED",
    "1, true,    1, AWAIT_RESTORE",
    "1, true,  164, AWAIT_RESTORE",
    "1, true,  165, RESTORED",
    "2, true,  284, AWAIT_RESTORE",
    "2, true,  285, RESTORED",
    "0, false,   1, AWAIT_RESTORE"
  })
  void aRollbackLooksAgainWhileALostAttemptMayWriteOrIfItWroteNothing(
      int earlierAttempts, boolean moved, int second, Decision decision) {
    Release shifted = StrayHandlers.note(baking, earlierAttempts, NOON);

    assertThat(restored(shifted, moved, second).decision()).isEqualTo(decision);
  }

  @Test
  void aFailedStateThatWritesCountsAsLostAndOneThatReadsDoesNot() {
    assertThat(baking.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(StrayHandlers.mayWrite(StrayHandlers.noteFailure(baking, NOON), NOON)).isFalse();

    Release shifting = prepared(10, 50);
    assertThat(shifting.decision()).isEqualTo(Decision.ADVANCE);
    Release failed = StrayHandlers.noteFailure(shifting, NOON);
    assertThat(StrayHandlers.mayWrite(failed, NOON.plusSeconds(44))).isTrue();
    assertThat(StrayHandlers.mayWrite(failed, NOON.plusSeconds(45))).isFalse();
  }

  @Test
  void theSecondLookTakesBackTheLateWriteAndLeavesTheNextRelease() {
    Release waiting = restored(StrayHandlers.note(baking, 1, NOON), true, 1);
    assertThat(waiting.weight()).isEqualTo(Weight.NONE);
    RoutingChange again = PlannedWrites.of(waiting).restore(false).get(0);
    AliasRouting split = AliasRouting.allTo("7").withCanary("8", new Weight(10));

    again.requireOwn(new Snapshot(split, MARK, "r9"));
    assertThatThrownBy(() -> again.requireOwn(new Snapshot(split, "coalmine arn:next", "r9")))
        .isInstanceOf(RefusedException.class);
    AliasRouting other = AliasRouting.allTo("7").withCanary("9", new Weight(10));
    assertThatThrownBy(() -> again.requireOwn(new Snapshot(other, MARK, "r9")))
        .isInstanceOf(TargetMovedException.class);
  }

  @Test
  void theSecondLookEndsTheReleaseWhateverItNotes() {
    Release waiting = restored(StrayHandlers.note(baking, 1, NOON), true, 1);
    Release second =
        ReleaseRollback.restored(
            StrayHandlers.note(waiting, 1, NOON.plusSeconds(46)),
            List.of(RestoreResult.of(found(BEFORE.routing()), false)),
            Optional.empty(),
            NOON.plusSeconds(46));

    assertThat(second.decision()).isEqualTo(Decision.RESTORED);
  }
}
