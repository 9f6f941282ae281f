package dev.coalmine.release;

/** Someone else changed the target's routing during the release, which now leaves it alone. */
public final class TargetMovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what this release knew to stand there and what it found. */
  public TargetMovedException(Target target, Routing expected, Snapshot found) {
    super(
        "alias %s was moved by someone else: this release left %s, but it is now %s (revision %s); not touching it: look at the alias, set its routing and clear its description by hand"
            .formatted(target, expected, found.routing(), found.revision()));
  }
}
