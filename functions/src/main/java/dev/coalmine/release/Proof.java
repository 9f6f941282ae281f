package dev.coalmine.release;

/**
 * What shows, beside a routing that a release may have left, that it was the release which left it.
 *
 * @param isLate whether a routing counts too that a write left which came after the way back
 * @param isRouting whether the routing is proof enough
 * @param stamp else the stamp that the release last saw there; empty for none
 */
public record Proof(boolean isLate, boolean isRouting, String stamp) {
  /** The routing is proof enough. */
  public static final Proof ROUTING = new Proof(false, true, "");

  /** The same, and a write may have come late. */
  static final Proof LATE = new Proof(true, true, "");

  /** Only the stamp is proof, as nobody has written since; an empty one proves nothing. */
  static Proof of(String stamp) {
    return new Proof(true, false, stamp);
  }

  boolean holds(Snapshot found) {
    return isRouting || (!stamp.isEmpty() && stamp.equals(found.stamp()));
  }
}
