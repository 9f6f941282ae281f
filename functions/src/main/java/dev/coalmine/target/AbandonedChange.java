package dev.coalmine.target;

/**
 * What a release whose execution was ended from outside may have left on one target.
 *
 * @param restoreChange the write that takes it back
 */
public record AbandonedChange(RoutingChange restoreChange) {

  /** Whose doing it is that a target stands as it does. */
  public enum ChangeOwner {
    /** Nothing of the release is there, or not any more. */
    NOBODYS,
    /** The release left it so. */
    OURS,
    /** Somebody else moved what the release had moved. */
    ANOTHERS
  }

  /** Whose doing it is that the target stands so. */
  public ChangeOwner owner(Snapshot found) {
    boolean marked = isMarked(found);
    if (!marked && (isRestored(found) || found.isMarked())) {
      return ChangeOwner.NOBODYS; // as it was before the release, or the next release's
    }
    if (restoreChange.isOwn(found) || (marked && restoreChange.isLostRace(found))) {
      return ChangeOwner.OURS; // of a lost race the mark alone, on a stage that a rival moved
    }
    return marked || !knownRouting().equals(restoreChange.wanted())
        ? ChangeOwner.ANOTHERS
        : ChangeOwner.NOBODYS;
  }

  /** Whether the target bears the release's mark. */
  public boolean isMarked(Snapshot found) {
    return restoreChange.isMarked(found);
  }

  /** What to say of a target that somebody else moved. */
  public String movedMessage(Snapshot found) {
    return restoreChange.movedException(found).getMessage();
  }

  private boolean isRestored(Snapshot found) {
    return found.routing().equals(restoreChange.wanted())
        || found.routing().isSettlingOn(restoreChange.wanted());
  }

  /** The routing that the release knew to stand. */
  private Routing knownRouting() {
    return restoreChange.ownRoutings().get(0);
  }
}
