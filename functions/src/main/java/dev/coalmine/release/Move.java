package dev.coalmine.release;

import java.util.List;
import java.util.Optional;

/**
 * One change of a target's routing that a release wants, told apart from everybody else's. It can
 * be asked again after a lost answer or a killed handler, since it knows what it may find.
 *
 * @param target the alias or stage
 * @param wanted the routing it shall have
 * @param ours the routings that this release left or may have left there
 * @param mark the description by which a split target is known as this release's
 * @param before the target as it was before the release
 * @param leavesMark whether the target stays marked, as it is while split
 * @param first whether this release has moved the target never yet
 * @param proof what shows, where there is no mark, that one of these routings is this release's
 */
public record Move(
    Target target,
    Routing wanted,
    List<Routing> ours,
    String mark,
    Snapshot before,
    boolean leavesMark,
    boolean first,
    Proof proof) {
  /** How every mark begins. */
  static final String MARK = "coalmine ";

  /**
   * Whether the target stands as wanted already.
   *
   * @throws RefusedException if another release did the same before this one's first write
   */
  public boolean isDone(Snapshot found) {
    if (!found.routing().equals(wanted) && !found.routing().isSettlingOn(wanted)) {
      return false;
    }
    if (first && isAnothers(found)) {
      throw lostRace(found);
    }
    if (isMarkAlone()) {
      return isMarked(found);
    }
    return leavesMark ? !isAnothers(found) : !isMarked(found);
  }

  /** Whether the mark is all that is wanted. */
  private boolean isMarkAlone() {
    return leavesMark && !wanted.isSplit();
  }

  /**
   * Makes sure that nobody else moved the target.
   *
   * @throws TargetMovedException if it is not as this release left it
   * @throws RefusedException the same before this release's first write
   */
  public void mustBeOurs(Snapshot found) {
    if (isOurs(found)) {
      return;
    }
    throw isLostRace(found) ? lostRace(found) : moved(found);
  }

  /** Whether this release left the target so, or may have. */
  boolean isOurs(Snapshot found) {
    Routing stands = found.routing();
    boolean known =
        ours.stream().anyMatch(own -> stands.equals(own) || stands.isSettlingOn(own))
            || stands.isBetween(ours.get(0), ours.get(1))
            || stands.isBetween(ours.get(0), wanted)
            || stands.isBetween(ours.get(1), wanted)
            || (proof.isLate() && stands.isLate(wanted, ours.get(0), ours.get(1)));
    boolean markable = !isMarkAlone() || description(found).isPresent();
    return known && markable && !isAnothers(found) && (isMarked(found) || proof.holds(found));
  }

  /** Whether the target bears this release's mark. */
  boolean isMarked(Snapshot found) {
    return found.description().equals(mark);
  }

  /** That somebody else moved the target. */
  TargetMovedException moved(Snapshot found) {
    return new TargetMovedException(target, ours.get(0), found);
  }

  /**
   * The mark alone moves nothing: what happens to a claimed target before it is split was first.
   */
  boolean isLostRace(Snapshot found) {
    boolean claimedOnly = !target.isWrittenConditionally() && !found.routing().isSplit();
    return first && (claimedOnly || !isMarked(found));
  }

  /**
   * The description to write along, or nothing where somebody else's has taken the place of the one
   * this release knows.
   */
  public Optional<String> description(Snapshot found) {
    boolean known =
        found.description().startsWith(MARK) || found.description().equals(before.description());
    return known ? Optional.of(leavesMark ? mark : before.description()) : Optional.empty();
  }

  /** A mark on an alias that nobody wrote to since the first look was left by a dead release. */
  boolean isAnothers(Snapshot found) {
    boolean untouched = !found.revision().isEmpty() && found.revision().equals(before.revision());
    return found.isMarked() && !isMarked(found) && !untouched;
  }

  private RefusedException lostRace(Snapshot found) {
    return new RefusedException(
        "%s %s was moved by someone else before this release wrote to it: expected %s, found %s, described as \"%s\"%s"
            .formatted(
                target.kind(),
                target,
                ours.get(0),
                found.routing(),
                found.description(),
                found.atRevision()));
  }
}
