package dev.coalmine.target;

import java.util.Optional;

/**
 * A target exactly as one read found it.
 *
 * @param routing who gets what share
 * @param description the target's own description, possibly empty
 * @param revision the RevisionId that a conditional write must name; empty for a stage, which has
 *     none
 * @param stamp changes with every write of anybody: the revision, or when a stage was updated last
 */
public record Snapshot(Routing routing, String description, String revision, String stamp) {

  /** An alias, whose stamp is its revision. */
  public Snapshot(Routing routing, String description, String revision) {
    this(routing, description, revision, revision);
  }

  /** Without the mark that a release left which could not clean up: it is nobody's description. */
  public Snapshot withoutMark() {
    return isMarked() ? new Snapshot(routing, "", revision, stamp) : this;
  }

  /** The execution whose mark it bears, or nothing where it bears none. */
  public Optional<String> markedBy() {
    return isMarked()
        ? Optional.of(description.substring(RoutingChange.MARK.length()))
        : Optional.empty();
  }

  /** Whether a release left its mark there. */
  public boolean isMarked() {
    return description.startsWith(RoutingChange.MARK);
  }

  /** The revision as a message's last words. */
  String revisionSuffix() {
    return revision.isEmpty() ? "" : " (revision " + revision + ")";
  }
}
