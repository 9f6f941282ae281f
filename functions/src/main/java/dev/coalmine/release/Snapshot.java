package dev.coalmine.release;

/**
 * An alias exactly as one read found it.
 *
 * @param routing who gets what share
 * @param description the alias' own description, possibly empty
 * @param revision the RevisionId that a conditional write must name
 */
public record Snapshot(Routing routing, String description, String revision) {

  /** Without the mark that a release left which could not clean up: it is nobody's description. */
  Snapshot unmarked() {
    return description.startsWith(Move.MARK) ? new Snapshot(routing, "", revision) : this;
  }
}
