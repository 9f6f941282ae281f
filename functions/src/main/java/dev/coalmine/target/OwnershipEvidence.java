package dev.coalmine.target;

/**
 * The evidence that a release, and no one else, wrote a routing that it may have written.
 *
 * @param allowsLateWrite whether the result of a write that came after the rollback counts too
 * @param isRoutingEnough whether the routing alone is enough
 * @param yieldsToOthers whether a target that someone else moved, without this release's mark, is
 *     theirs by right: this release had restored it before
 * @param stamp otherwise the stamp that the release last read; empty for none
 */
public record OwnershipEvidence(
    boolean allowsLateWrite, boolean isRoutingEnough, boolean yieldsToOthers, String stamp) {
  /** The routing alone is enough. */
  public static final OwnershipEvidence ROUTING = new OwnershipEvidence(false, true, false, "");

  /** The routing alone is enough, and a write may have come late. */
  public static final OwnershipEvidence LATE = new OwnershipEvidence(true, true, false, "");

  /** As {@link #LATE}, in the second look of a rollback. */
  public static final OwnershipEvidence SECOND_LOOK = new OwnershipEvidence(true, true, true, "");

  /** Only the stamp proves it: no one has written since. An empty stamp proves nothing. */
  public static OwnershipEvidence ofStamp(String stamp) {
    return new OwnershipEvidence(true, false, false, stamp);
  }

  boolean proves(Snapshot found) {
    return isRoutingEnough || (!stamp.isEmpty() && stamp.equals(found.stamp()));
  }
}
