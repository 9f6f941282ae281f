package dev.coalmine.target;

/**
 * What a release may have left on one target if its execution was stopped or timed out.
 *
 * @param restoreChange the write that restores the target
 * @param isUnanswered whether the document does not have how the last write ended: its answer, or
 *     the end of AWS' shifting
 */
public record AbandonedChange(RoutingChange restoreChange, boolean isUnanswered) {

  /** Who last changed the target. */
  public enum ChangeOwner {
    /** The target has nothing of the release. */
    NONE,
    /** The release left the target so. */
    THIS_RELEASE,
    /** The target is as the release was about to leave it, but nothing proves who wrote that. */
    UNPROVEN,
    /** Someone else moved the target after the release had. */
    OTHER
  }

  /** Who last changed the target. */
  public ChangeOwner owner(Snapshot found) {
    boolean marked = isMarked(found);
    if (!marked && (isRestored(found) || found.isMarked())) {
      return ChangeOwner.NONE; // as before the release, or already the next release's
    }
    if (!marked && isUnanswered && restoreChange.isUnprovenWrite(found)) {
      return ChangeOwner.UNPROVEN;
    }
    if (restoreChange.isOwn(found) || (marked && restoreChange.isLostRace(found))) {
      return ChangeOwner
          .THIS_RELEASE; // after a lost race: the mark alone, on a stage that another release moved
    }
    return marked || !knownRouting().equals(restoreChange.wanted())
        ? ChangeOwner.OTHER
        : ChangeOwner.NONE;
  }

  /** Whether the target has the release's mark. */
  public boolean isMarked(Snapshot found) {
    return restoreChange.isMarked(found);
  }

  /** The message for a target that someone else moved. */
  public String movedMessage(Snapshot found) {
    return restoreChange.movedException(found).getMessage();
  }

  /** The message for a target whose last write nobody can be named for. */
  public String unprovenMessage(Snapshot found) {
    return "%s %s is at %s, as this release was about to leave it when its execution ended; whether this release wrote that, or someone else did since, can't be told any more; left unchanged: if it is wanted, change its description, else set it to %s"
        .formatted(
            restoreChange.target().kindText(),
            restoreChange.target(),
            found.routing(),
            restoreChange.wanted());
  }

  private boolean isRestored(Snapshot found) {
    return found.routing().equals(restoreChange.wanted())
        || restoreChange.isRestored(found)
        || (found.isSettlingOn(restoreChange.wanted()) && !restoreChange.isRestoreStuck(found));
  }

  /** The routing that the release wrote or found last. */
  private Routing knownRouting() {
    return restoreChange.ownRoutings().get(0);
  }
}
