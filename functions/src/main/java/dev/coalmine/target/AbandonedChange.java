package dev.coalmine.target;

/**
 * What a release may have left on one target if its execution was stopped or timed out.
 *
 * @param restoreChange the write that restores the target
 */
public record AbandonedChange(RoutingChange restoreChange) {

  /** Who last changed the target. */
  public enum ChangeOwner {
    /** The target has nothing of the release. */
    NONE,
    /** The release left the target so. */
    THIS_RELEASE,
    /** Someone else moved the target after the release had. */
    OTHER
  }

  /** Who last changed the target. */
  public ChangeOwner owner(Snapshot found) {
    boolean marked = isMarked(found);
    if (!marked && (isRestored(found) || found.isMarked())) {
      return ChangeOwner.NONE; // as before the release, or already the next release's
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

  private boolean isRestored(Snapshot found) {
    return found.routing().equals(restoreChange.wanted())
        || found.isSettlingOn(restoreChange.wanted());
  }

  /** The routing that the release wrote or found last. */
  private Routing knownRouting() {
    return restoreChange.ownRoutings().get(0);
  }
}
