package dev.coalmine.release;

/**
 * What a release whose execution was ended from outside may have left on one target.
 *
 * @param back the write that takes it back
 */
public record Leftover(Move back) {

  /** Whose doing it is that a target stands as it does. */
  public enum Whose {
    /** Nothing of the release is there, or not any more. */
    NOBODYS,
    /** The release left it so. */
    OURS,
    /** Somebody else moved what the release had moved. */
    ANOTHERS
  }

  /** Whose doing it is that the target stands so. */
  public Whose whose(Snapshot found) {
    boolean marked = isMarked(found);
    if (!marked && (stands(found) || found.isMarked())) {
      return Whose.NOBODYS; // as it was before the release, or the next release's
    }
    if (back.isOurs(found) || (marked && back.isLostRace(found))) {
      return Whose.OURS; // of a lost race the mark alone, on a stage that a rival moved
    }
    return marked || !known().equals(back.wanted()) ? Whose.ANOTHERS : Whose.NOBODYS;
  }

  /** Whether the target bears the release's mark. */
  public boolean isMarked(Snapshot found) {
    return back.isMarked(found);
  }

  /** What to say of a target that somebody else moved. */
  public String moved(Snapshot found) {
    return back.moved(found).getMessage();
  }

  private boolean stands(Snapshot found) {
    return found.routing().equals(back.wanted()) || found.routing().isSettlingOn(back.wanted());
  }

  /** The routing that the release knew to stand. */
  private Routing known() {
    return back.ours().get(0);
  }
}
