package dev.coalmine.target;

import java.util.Optional;

/**
 * What a rollback made of one target.
 *
 * @param found the target as it stands now, the old routing written; empty if it was left alone
 * @param wasMoved whether it had to be moved to stand so, as far as this attempt can tell
 * @param left why it was left alone, as the exception says it: it is not, or never was, this
 *     release's
 */
public record RestoreResult(
    Optional<Snapshot> found, boolean wasMoved, Optional<RuntimeException> left) {
  /** The old routing stands, or AWS is still moving the requests; its revision tells the rest. */
  public static RestoreResult of(Snapshot found) {
    return of(found, true);
  }

  /** The old routing stands, and whether it stood before. */
  public static RestoreResult of(Snapshot found, boolean rolled) {
    return new RestoreResult(Optional.of(found), rolled, Optional.empty());
  }

  /** Somebody else moved it. */
  public static RestoreResult left(RuntimeException notOurs) {
    return new RestoreResult(Optional.empty(), false, Optional.of(notOurs));
  }

  /** Somebody else moved what this release had moved. */
  public boolean isMovedByOthers() {
    return left.filter(TargetMovedException.class::isInstance).isPresent();
  }

  public boolean isSettlingOn(Routing old) {
    return found.filter(stands -> stands.routing().isSettlingOn(old)).isPresent();
  }
}
