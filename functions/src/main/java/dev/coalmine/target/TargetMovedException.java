package dev.coalmine.target;

import dev.coalmine.text.TextLimit;
import java.util.List;

/** Someone else changed a target's routing during the release, which now leaves it alone. */
public final class TargetMovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what this release knew to stand there and what it found. */
  public TargetMovedException(Target target, Routing expected, Snapshot found) {
    super(
        "%s %s was moved by someone else: this release left it at %s, now it is at %s%s%s; left unchanged: check the %s, set its routing and clear its description by hand"
            .formatted(
                target.kindText(),
                target,
                expected,
                found.routing(),
                found.routing().equals(expected)
                    ? ", described as \"" + found.description() + "\""
                    : "",
                found.revisionSuffix(),
                target.kindText()));
  }

  /** Several targets of one release: those that were moved, and which are back as before. */
  public TargetMovedException(List<String> moved, List<String> others) {
    super(
        TextLimit.cut(
            String.join("; ", moved)
                + (others.isEmpty() ? "" : "; rolled back: " + String.join(", ", others)),
            TextLimit.LONGEST_MESSAGE));
  }
}
