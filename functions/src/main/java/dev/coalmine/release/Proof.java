package dev.coalmine.release;

/**
 * What shows, beside a routing that a release may have left, that it was the release which left it.
 *
 * @param isRouting whether the routing is proof enough
 * @param stamp else the stamp that the release last saw there; empty for none
 */
public record Proof(boolean isRouting, String stamp) {
  /** The routing is proof enough. */
  public static final Proof ROUTING = new Proof(true, "");

  /** Only the stamp is proof, as nobody has written since; an empty one proves nothing. */
  static Proof of(String stamp) {
    return new Proof(false, stamp);
  }

  boolean holds(Snapshot found) {
    return isRouting || (!stamp.isEmpty() && stamp.equals(found.stamp()));
  }
}
