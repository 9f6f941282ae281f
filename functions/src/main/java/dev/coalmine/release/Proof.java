package dev.coalmine.release;

/**
 * What shows, beside a routing that a release may have left, that it was the release which left it.
 *
 * @param isRouting whether the routing is proof enough
 * @param revision else the revision that the release last saw there; empty for none
 */
public record Proof(boolean isRouting, String revision) {
  /** The routing is proof enough. */
  public static final Proof ROUTING = new Proof(true, "");

  /** Only the revision is proof, as nobody has written since; an empty one proves nothing. */
  static Proof of(String revision) {
    return new Proof(false, revision);
  }

  boolean holds(Snapshot found) {
    return isRouting || (!revision.isEmpty() && revision.equals(found.revision()));
  }
}
