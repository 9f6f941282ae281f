package dev.coalmine.target;

import dev.coalmine.text.TextLimit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Someone else changed a target's routing during the release, so the release leaves it unchanged.
 */
public final class TargetMovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One target: the routing that this release expected, and what it found. */
  public TargetMovedException(Target target, Routing expected, Snapshot found) {
    this(target, List.of(expected), found);
  }

  /** One target: the routings of which this release expected one, and what it found. */
  TargetMovedException(Target target, List<Routing> expected, Snapshot found) {
    super(
        "%s %s was moved by someone else: this release left it at %s, now it is at %s%s%s; left unchanged: check the %s, set its routing and clear its description by hand"
            .formatted(
                target.kindText(),
                target,
                expected.stream()
                    .distinct()
                    .map(Routing::toString)
                    .collect(Collectors.joining(" or ")),
                found.routing(),
                expected.contains(found.routing())
                    ? ", described as \"" + found.description() + "\""
                    : "",
                found.revisionSuffix(),
                target.kindText()));
  }

  /**
   * One target that no longer exists.
   *
   * @param left the routing that this release left
   * @param wanted the routing to restore
   */
  TargetMovedException(Target target, Routing left, Routing wanted) {
    super(
        "%s %s no longer exists: this release left it at %s and could not set it to %s; requests to it fail, or may still be split if AWS only failed to find it: check the %s, and create it again if it is gone"
            .formatted(target.kindText(), target, left, wanted, target.kindText()));
  }

  /** Several targets of one release. */
  public TargetMovedException(List<String> moved, List<String> others) {
    super(
        TextLimit.cut(
            String.join("; ", moved)
                + (others.isEmpty() ? "" : "; rolled back: " + String.join(", ", others)),
            TextLimit.LONGEST_MESSAGE));
  }
}
