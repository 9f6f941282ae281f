package dev.coalmine.target;

/**
 * What shows, beside a routing that a release may have left, that it was the release which left it.
 *
 * @param allowsLateWrite whether a routing counts too that a write left which came after the way
 *     back
 * @param isRoutingEnough whether the routing is proof enough
 * @param stamp else the stamp that the release last saw there; empty for none
 */
public record OwnershipEvidence(boolean allowsLateWrite, boolean isRoutingEnough, String stamp) {
  /** The routing is proof enough. */
  public static final OwnershipEvidence ROUTING = new OwnershipEvidence(false, true, "");

  /** The same, and a write may have come late. */
  public static final OwnershipEvidence LATE = new OwnershipEvidence(true, true, "");

  /** Only the stamp is proof, as nobody has written since; an empty one proves nothing. */
  public static OwnershipEvidence ofStamp(String stamp) {
    return new OwnershipEvidence(true, false, stamp);
  }

  boolean proves(Snapshot found) {
    return isRoutingEnough || (!stamp.isEmpty() && stamp.equals(found.stamp()));
  }
}
