package dev.coalmine.release;

import dev.coalmine.request.BusyAction;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.TargetMovedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The transitions of a release that is rolled back or reverted. */
public final class ReleaseRollback {
  /**
   * The wait of a release that lost a race. The winner's mark is visible at once; the wait keeps
   * several losers from starting again at the same moment.
   */
  private static final Duration QUEUE_TIME = Duration.ofSeconds(10);

  private ReleaseRollback() {}

  /** Rolls back for this cause. Before the first write is due, only marks are removed. */
  static Release rollBack(Release release, RollbackCause cause, String why) {
    boolean nothingWritten =
        release.progress().phase() == ReleaseProgress.Phase.BAKING
            && !release.isTouched()
            && !isAboutToWrite(release);
    Release back =
        nothingWritten
            ? release.inPhase(ReleaseProgress.Phase.CLAIMING, release.progress().since())
            : release;
    String reason = "%s, at weight %d".formatted(why, release.weight().percent());
    return back.withCause(cause).withDecision(Decision.ROLL_BACK, reason, 1);
  }

  /** Whether the decision leads the workflow to a state that shifts traffic. */
  private static boolean isAboutToWrite(Release release) {
    return release.decision() == Decision.ADVANCE || release.decision() == Decision.PROMOTE;
  }

  private static boolean isRollingBack(Release release) {
    return release.decision() == Decision.ROLL_BACK || release.decision() == Decision.AWAIT_RESTORE;
  }

  /** Whether the rollback has looked before, and waited since. */
  static boolean isSecondLook(Release release) {
    return release.decision() == Decision.AWAIT_RESTORE;
  }

  /** Rolls back because a state failed; unchanged if the release rolls back already. */
  public static Release afterFailure(Release release, String why) {
    return isRollingBack(release) ? release : rollBack(release, RollbackCause.FAULT, why);
  }

  /**
   * Rolls back because someone else wrote to a target first; unchanged if the release rolls back
   * already.
   *
   * @param unsure whether an earlier attempt may have written before that
   */
  public static Release afterRefusal(Release release, String why, boolean unsure) {
    if (isRollingBack(release)) {
      return release;
    }
    ReleaseProgress.Phase phase =
        unsure || release.isTouched() ? release.progress().phase() : ReleaseProgress.Phase.CLAIMING;
    return release
        .inPhase(phase, release.progress().since())
        .withCause(RollbackCause.OVERTAKEN)
        .withDecision(Decision.ROLL_BACK, why, 1);
  }

  /**
   * The revert of a promoted release, as a release of its own. It restores the routings from before
   * the promotion where the targets are still as the promoted release left them.
   *
   * @param execution ARN of the revert's execution
   * @param entry who reverts, and why
   */
  public static Release revert(
      Release promoted, String execution, Instant startedAt, SteeringEntry entry, Instant now) {
    return promoted
        .toRevert(new Release.ReleaseIdentity(promoted.id(), execution, startedAt), entry, now)
        .withDecision(Decision.ROLL_BACK, "reverted by " + entry.attribution(), 1);
  }

  /** The revert with the targets that serve already what they served before the release. */
  public static Release revertOfRestored(Release reverting, List<TargetProgress> restored) {
    String there =
        restored.stream()
            .map(part -> part.target() + " already serves " + part.before().routing().servingText())
            .collect(Collectors.joining("; "));
    return restored.isEmpty()
        ? reverting
        : reverting.withDecision(Decision.ROLL_BACK, reverting.reason() + "; " + there, 1);
  }

  /**
   * The old routings were written and read back, except on targets that were not the release's own.
   * AWS may still be shifting the traffic back. If a lost handler may still write, or a target was
   * found as before without a write, the rollback looks again after a while.
   *
   * @param results of each target, in the release's order
   * @param move the message of an earlier state that found a target moved by someone else, if that
   *     is why the release rolls back
   * @throws TargetMovedException if someone else moved a target; the other targets are restored
   * @throws NotRestoredException if AWS has been shifting for too long
   */
  public static Release restored(
      Release release, List<RestoreResult> results, Optional<String> move, Instant now) {
    RestoreSummary restores = new RestoreSummary(release, results);
    if (move.isPresent() || restores.isMovedByOthers()) {
      throw restores.targetMoved(move);
    }
    if (!isSecondLook(release) && (StrayHandlers.mayWrite(release, now) || restores.isDoubtful())) {
      return release
          .with(restores.writtenTargets())
          .withDecision(
              Decision.AWAIT_RESTORE, release.reason(), StrayHandlers.LONGEST.toSeconds());
    }
    List<String> lost = restores.lostTargets();
    if (!lost.isEmpty() && mayBeWritten(release, restores)) {
      throw new TargetMovedException(lost, restores.restoredTargets());
    }
    if (release.isReverting() && !lost.isEmpty()) {
      String reason = release.reason() + ", but " + String.join("; ", lost);
      return release.withDecision(Decision.REFUSE, reason, 1);
    }
    return restores.isUntouched()
        ? release.withDecision(Decision.REFUSE, release.reason(), 1)
        : settling(
            release
                .inPhase(ReleaseProgress.Phase.GOING_BACK, now)
                .with(TargetProgress::withRestoreDone),
            restores.unsettledTargets(),
            now);
  }

  /**
   * Whether the release may have written before someone else did, so that it can't be refused. Of a
   * mark alone nothing is left, and who has a mark there has not found this release's.
   */
  private static boolean mayBeWritten(Release release, RestoreSummary restores) {
    boolean tried = StrayHandlers.hadEarlierAttempts(release);
    return release.isReverting()
        ? tried || restores.lostTargets().size() < restores.results().size()
        : tried
            && release.progress().phase() != ReleaseProgress.Phase.CLAIMING
            && !restores.isLostToRelease();
  }

  private static Release settling(Release release, List<String> unsettled, Instant now) {
    if (unsettled.isEmpty()) {
      return release.withDecision(Decision.RESTORED, release.reason(), 1);
    }
    if (release.progress().isOverdue(now)) {
      throw new NotRestoredException(unsettled);
    }
    return release.withDecision(
        Decision.AWAIT_RESTORE, release.reason(), ReleaseProgress.SETTLING_POLL.toSeconds());
  }

  /**
   * Lets a refused release that lost a race wait and start again, if its request says so. Its
   * pending write is dropped: if the execution is stopped during the wait, the winner's routing
   * must not count as this release's write.
   */
  public static Release queueInsteadOfRefuse(Release release) {
    return release.decision() == Decision.REFUSE && release.settings().ifBusy() != BusyAction.REFUSE
        ? release
            .with(TargetProgress::withoutPendingWrite)
            .withCause(RollbackCause.NONE)
            .withDecision(Decision.QUEUE, release.reason(), QUEUE_TIME.toSeconds())
        : release;
  }
}
