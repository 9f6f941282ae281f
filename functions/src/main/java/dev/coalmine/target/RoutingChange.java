package dev.coalmine.target;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One change of a target's routing that a release wants, told apart from everybody else's. It can
 * be asked again after a lost answer or a killed handler, since it knows what it may find.
 *
 * @param target the alias or stage
 * @param wanted the routing it shall have
 * @param ownRoutings the routings that this release left or may have left there
 * @param mark the description by which a split target is known as this release's
 * @param before the target as it was before the release
 * @param leavesMark whether the target stays marked, as it is while split
 * @param isFirstWrite whether this release has moved the target never yet
 * @param evidence what shows, where there is no mark, that one of these routings is this release's
 */
public record RoutingChange(
    Target target,
    Routing wanted,
    List<Routing> ownRoutings,
    String mark,
    Snapshot before,
    boolean leavesMark,
    boolean isFirstWrite,
    OwnershipEvidence evidence) {
  /** How every mark begins. */
  public static final String MARK = "coalmine ";

  /**
   * How long a mark must stand before it counts as a claim. A stage has no revision to write on, so
   * two releases can mark it at the same moment. Whose mark stands after the longest time that a
   * read and a write can take has won; the other release finds that it lost (Fischer's mutual
   * exclusion).
   */
  public static final Duration CLAIM_TIME = Duration.ofSeconds(20);

  /**
   * Whether the target stands as wanted already.
   *
   * @throws RefusedException if another release did the same before this one's first write
   */
  public boolean isApplied(Snapshot found) {
    if (!found.routing().equals(wanted) && !found.routing().isSettlingOn(wanted)) {
      return false;
    }
    if (isFirstWrite && isForeign(found)) {
      throw lostRaceException(found);
    }
    if (isMarkOnly()) {
      return isMarked(found);
    }
    return leavesMark ? !isForeign(found) : !isMarked(found);
  }

  /** Whether the mark is all that is wanted. */
  private boolean isMarkOnly() {
    return leavesMark && !wanted.isSplit();
  }

  /**
   * Makes sure that nobody else moved the target.
   *
   * @throws TargetMovedException if it is not as this release left it
   * @throws RefusedException the same before this release's first write
   */
  public void requireOwn(Snapshot found) {
    if (isOwn(found)) {
      return;
    }
    throw isLostRace(found) ? lostRaceException(found) : movedException(found);
  }

  /** Whether this release left the target so, or may have. */
  boolean isOwn(Snapshot found) {
    Routing stands = found.routing();
    boolean known =
        ownRoutings.stream().anyMatch(own -> stands.equals(own) || stands.isSettlingOn(own))
            || stands.isPartialWrite(ownRoutings.get(0), ownRoutings.get(1))
            || stands.isPartialWrite(ownRoutings.get(0), wanted)
            || stands.isPartialWrite(ownRoutings.get(1), wanted)
            || (evidence.allowsLateWrite()
                && stands.isLateWrite(wanted, ownRoutings.get(0), ownRoutings.get(1)));
    boolean markable = !isMarkOnly() || descriptionToWrite(found).isPresent();
    return known && markable && !isForeign(found) && (isMarked(found) || evidence.proves(found));
  }

  /** Whether the target bears this release's mark. */
  boolean isMarked(Snapshot found) {
    return found.description().equals(mark);
  }

  /** That somebody else moved the target. */
  TargetMovedException movedException(Snapshot found) {
    return new TargetMovedException(target, ownRoutings.get(0), found);
  }

  /**
   * The mark alone moves nothing: what happens to a claimed target before it is split was first.
   */
  boolean isLostRace(Snapshot found) {
    boolean claimedOnly = !target.isWrittenConditionally() && !found.routing().isSplit();
    return isFirstWrite && (claimedOnly || !isMarked(found));
  }

  /**
   * The description to write along, or nothing where somebody else's has taken the place of the one
   * this release knows.
   */
  public Optional<String> descriptionToWrite(Snapshot found) {
    boolean known =
        found.description().startsWith(MARK) || found.description().equals(before.description());
    return known ? Optional.of(leavesMark ? mark : before.description()) : Optional.empty();
  }

  /** A mark on an alias that nobody wrote to since the first look was left by a dead release. */
  public boolean isForeign(Snapshot found) {
    boolean untouched = !found.revision().isEmpty() && found.revision().equals(before.revision());
    return found.isMarked() && !isMarked(found) && !untouched;
  }

  private RefusedException lostRaceException(Snapshot found) {
    return new RefusedException(
        "%s %s was moved by someone else before this release wrote to it: expected %s, found %s, described as \"%s\"%s"
            .formatted(
                target.kindText(),
                target,
                ownRoutings.get(0),
                found.routing(),
                found.description(),
                found.revisionSuffix()));
  }
}
