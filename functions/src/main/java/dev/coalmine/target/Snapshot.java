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
 * @param provisioning the provisioned concurrency that may explain an alias' routing
 */
public record Snapshot(
    Routing routing, String description, String revision, String stamp, Provisioning provisioning) {

  public Snapshot {
    provisioning = Provisioning.orNone(provisioning);
  }

  /** A snapshot of a stage. */
  public Snapshot(Routing routing, String description, String revision, String stamp) {
    this(routing, description, revision, stamp, Provisioning.NONE);
  }

  /** A snapshot of an alias without provisioned concurrency; its stamp is its revision. */
  public Snapshot(Routing routing, String description, String revision) {
    this(routing, description, revision, Provisioning.NONE);
  }

  /** An alias as a release knows it without a read; it has no stamp. */
  public static Snapshot unread(Routing routing, String description, String revision) {
    return new Snapshot(routing, description, revision, "", Provisioning.NONE);
  }

  /** Whether this is what a release knows without a read. */
  public boolean isUnread() {
    return stamp.isEmpty() && !revision.isEmpty();
  }

  /** A snapshot of an alias, whose stamp is its revision. */
  public Snapshot(Routing routing, String description, String revision, Provisioning provisioning) {
    this(routing, description, revision, revision, provisioning);
  }

  /**
   * Whether AWS shows this for a time after the wanted routing was written, while the requests
   * still go elsewhere: it prepares the provisioned concurrency of an alias, or failed to.
   */
  public boolean isSettlingOn(Routing wanted) {
    return routing.isSettlingOn(wanted) && provisioning.exists();
  }

  /** Without the mark of a release that could not clean up. */
  public Snapshot withoutMark() {
    return isMarked() ? new Snapshot(routing, "", revision, stamp, provisioning) : this;
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
