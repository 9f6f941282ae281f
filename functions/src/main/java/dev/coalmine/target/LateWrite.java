package dev.coalmine.target;

import java.util.List;

/**
 * What a handler may have written to a target after its release had ended by itself: Step Functions
 * had lost it, and it ran on. Only the release's mark proves it, which nobody else writes and which
 * the release had removed.
 *
 * @param target the alias or stage
 * @param rightful the routing that the release left when it ended
 * @param mark the description that marks a target as this release's
 * @param before the target as it was before the release
 */
public record LateWrite(Target target, Routing rightful, String mark, Snapshot before) {
  /** Whether the target has the release's mark again. */
  public boolean isMarked(Snapshot found) {
    return found.description().equals(mark);
  }

  /** Whether nothing but this release's canary or mark has come on top of the rightful routing. */
  public boolean isOwn(Snapshot found) {
    Routing stands = found.routing();
    return isMarked(found)
        && (stands.equals(rightful)
            || stands.equals(target.splitRouting(rightful, target.weightIn(stands))));
  }

  /** The write that takes back what was found. */
  public RoutingChange undoing(Snapshot found) {
    return new RoutingChange(
        target,
        rightful,
        List.of(found.routing(), rightful),
        mark,
        before,
        false,
        false,
        OwnershipEvidence.ROUTING);
  }

  /** The message for a target with the mark and a routing that the release did not write. */
  public String movedMessage(Snapshot found) {
    return new TargetMovedException(target, rightful, found).getMessage();
  }

  /** Whether the target serves as before the release, without its mark. */
  public boolean isBack(Snapshot found) {
    return target.isBack(found.routing(), before.routing()) && !isMarked(found);
  }

  /** Whether the target is back, and somebody else has changed something of it meanwhile. */
  public boolean isBackWithChange(Snapshot found) {
    boolean same =
        found.routing().equals(before.routing())
            && found.description().equals(before.description());
    return isBack(found) && !same;
  }
}
