package dev.coalmine.target;

import java.util.Optional;

/**
 * The result of a rollback on one target.
 *
 * @param found the target after the old routing was written; empty if it was left unchanged
 * @param wasMoved whether the rollback changed its routing, as far as this attempt can see
 * @param left why it was left unchanged: someone else moved it, or this release never did
 */
public record RestoreResult(
    Optional<Snapshot> found, boolean wasMoved, Optional<RuntimeException> left) {
  /** The old routing was written; AWS may still be shifting traffic. */
  public static RestoreResult of(Snapshot found) {
    return of(found, true);
  }

  /** The target has the old routing, whether or not it had to be written. */
  public static RestoreResult of(Snapshot found, boolean rolled) {
    return new RestoreResult(Optional.of(found), rolled, Optional.empty());
  }

  /** The target was left unchanged. */
  public static RestoreResult left(RuntimeException notOurs) {
    return new RestoreResult(Optional.empty(), false, Optional.of(notOurs));
  }

  /** Whether someone else moved the target after this release had. */
  public boolean isMovedByOthers() {
    return left.filter(TargetMovedException.class::isInstance).isPresent();
  }

  public boolean isSettlingOn(Routing old) {
    return found.filter(stands -> stands.isSettlingOn(old)).isPresent();
  }
}
