package dev.coalmine.target;

import java.util.Optional;

/**
 * A target as one read found it.
 *
 * @param routing its routing
 * @param description the target's own description, possibly empty
 * @param revision the RevisionId that a conditional write must name; empty for a stage, which has
 *     none
 * @param stamp changes with every write: the revision of an alias, or the time of a stage's last
 *     update
 */
public record Snapshot(Routing routing, String description, String revision, String stamp) {

  /** A snapshot of an alias, whose stamp is its revision. */
  public Snapshot(Routing routing, String description, String revision) {
    this(routing, description, revision, revision);
  }

  /** Without the mark of a release that could not clean up. */
  public Snapshot withoutMark() {
    return isMarked() ? new Snapshot(routing, "", revision, stamp) : this;
  }

  /** The ARN of the execution that marked it; empty without a mark. */
  public Optional<String> markedBy() {
    return isMarked()
        ? Optional.of(description.substring(RoutingChange.MARK.length()))
        : Optional.empty();
  }

  /** Whether it has the mark of a release. */
  public boolean isMarked() {
    return description.startsWith(RoutingChange.MARK);
  }

  /** The revision for the end of a message. */
  String revisionSuffix() {
    return revision.isEmpty() ? "" : " (revision " + revision + ")";
  }
}
