package dev.coalmine.release;

import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;

/** The transitions of a release that waits for an approval or for the end of a pause. */
final class ApprovalWait {
  private ApprovalWait() {}

  /** Whether this weight needs an approval that the release does not have yet. */
  static boolean isNeeded(Release release, Weight next) {
    return release.settings().approval().isNeededFor(next, release.approvals().approvedWeight());
  }

  /** Starts to wait for approval of a weight; the canary keeps the weight that it has. */
  static Release start(
      Release release, Approvals.WaitReason reason, Weight weight, String why, Instant now) {
    Release waiting = release.with(release.approvals().withWait(reason, weight, now));
    return keepWaiting(waiting, waiting.approvals().toText() + ": " + why, now)
        .withEvent(ReleaseEvent.WAITING_FOR_APPROVAL);
  }

  /** Waits until the next analysis, or until the wait times out if that is sooner. */
  static Release keepWaiting(Release release, String why, Instant now) {
    Duration poll = release.settings().approval().poll(release.settings().poll());
    Duration left = Duration.between(now, timeoutAt(release));
    Duration wait = left.compareTo(poll) < 0 ? left : poll;
    return release.withDecision(
        release.approvals().isAwaitingApproval() ? Decision.ASK : Decision.KEEP_BAKING,
        why,
        Release.wholeSeconds(wait));
  }

  /** Whether the wait has timed out. */
  static boolean isTimedOut(Release release, Instant now) {
    return !now.isBefore(timeoutAt(release));
  }

  private static Instant timeoutAt(Release release) {
    return release.approvals().waitingSince().plus(release.settings().approval().timeout());
  }

  /** Ends the wait, if there is one; its time does not count towards the deadline. */
  static Release end(Release release, Instant now) {
    if (!release.approvals().isWaiting()) {
      return release;
    }
    return release
        .with(release.progress().plusWaited(release.approvals().waitedUntil(now)))
        .with(release.approvals().withoutWait(now));
  }
}
