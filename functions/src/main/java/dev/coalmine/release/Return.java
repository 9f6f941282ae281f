package dev.coalmine.release;

import java.util.Optional;

/**
 * What a rollback made of one target.
 *
 * @param found the target as it stands now, the old routing written; empty if it was left alone
 * @param left why it was left alone, as the exception says it: it is not, or never was, this
 *     release's
 */
public record Return(Optional<Snapshot> found, Optional<RuntimeException> left) {
  /** The old routing stands, or AWS is still moving the requests. */
  public static Return of(Snapshot found) {
    return new Return(Optional.of(found), Optional.empty());
  }

  /** Somebody else moved it. */
  public static Return left(RuntimeException notOurs) {
    return new Return(Optional.empty(), Optional.of(notOurs));
  }

  /** Somebody else moved what this release had moved. */
  boolean isMoved() {
    return left.filter(TargetMovedException.class::isInstance).isPresent();
  }

  boolean isSettlingOn(Routing old) {
    return found.filter(stands -> stands.routing().isSettlingOn(old)).isPresent();
  }
}
