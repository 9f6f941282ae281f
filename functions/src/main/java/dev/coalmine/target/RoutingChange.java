package dev.coalmine.target;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A change of a target's routing that a release wants, with what identifies the release's own
 * writes. It can be repeated after a lost answer or a killed handler.
 *
 * @param target the alias or stage
 * @param wanted the routing to write
 * @param ownRoutings the routings that this release left or may have left, the current one first
 * @param mark the description that marks a split target as this release's
 * @param before the target as it was before the release
 * @param leavesMark whether the mark stays after the write, as it does while the target is split
 * @param isFirstWrite whether this release has not written to the target yet
 * @param evidence what proves, without a mark, that this release wrote one of these routings
 * @param known the target as the release knows it, for a write that needs no read; empty if it has
 *     to be read first
 */
public record RoutingChange(
    Target target,
    Routing wanted,
    List<Routing> ownRoutings,
    String mark,
    Snapshot before,
    boolean leavesMark,
    boolean isFirstWrite,
    OwnershipEvidence evidence,
    Optional<Snapshot> known) {
  /** A change of a target that has to be read first. */
  public RoutingChange(
      Target target,
      Routing wanted,
      List<Routing> ownRoutings,
      String mark,
      Snapshot before,
      boolean leavesMark,
      boolean isFirstWrite,
      OwnershipEvidence evidence) {
    this(
        target,
        wanted,
        ownRoutings,
        mark,
        before,
        leavesMark,
        isFirstWrite,
        evidence,
        Optional.empty());
  }

  /** So many reads have to say so before a rollback leaves a target to someone else. */
  private static final int READS = 3;

  /** The beginning of every mark. */
  public static final String MARK = "coalmine ";

  /** Part of the message for a target that a release has marked. */
  public static final String MARKED = "described as \"" + MARK;

  /**
   * How long a mark must stand before it counts as a claim. A stage has no revision to write on, so
   * two releases can mark it at the same moment. Whose mark stands after the longest time that a
   * read and a write can take has won; the other release finds that it lost (Fischer's mutual
   * exclusion).
   */
  public static final Duration CLAIM_TIME = Duration.ofSeconds(20);

  /** The same change of a target that the release knows so, or has to read. */
  public RoutingChange knowing(Optional<Snapshot> target) {
    return new RoutingChange(
        this.target, wanted, ownRoutings, mark, before, leavesMark, isFirstWrite, evidence, target);
  }

  /**
   * Whether the target already has the wanted routing and mark.
   *
   * @throws RefusedException if another release wrote the same before this release's first write
   */
  public boolean isApplied(Snapshot found) {
    if (!found.routing().equals(wanted) && !found.isSettlingOn(wanted) && !isRestored(found)) {
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

  /**
   * Whether the old routing serves all requests again, and nothing of this release is left. What
   * someone else added beside it, such as a variable, is theirs.
   */
  boolean isRestored(Snapshot found) {
    List<Routing> moved = ownRoutings.stream().filter(own -> !own.equals(wanted)).toList();
    return wanted.equals(before.routing())
        && !moved.isEmpty()
        && moved.stream()
            .allMatch(
                own ->
                    found.routing().servesAllOf(wanted, own)
                        && !found.routing().hasPartOf(own, wanted));
  }

  /**
   * Whether the write of the old routing has to be repeated, because AWS could not prepare its
   * provisioned concurrency and keeps the requests elsewhere until the weights are cleared.
   */
  public boolean isRestoreStuck(Snapshot found) {
    return wanted.equals(before.routing())
        && found.isSettlingOn(wanted)
        && found.provisioning().isFailed();
  }

  /**
   * Whether a read that finds the old routing has to be confirmed by a write: in the second look of
   * a rollback, after which nobody looks again.
   */
  public boolean isReadConfirmed() {
    return evidence.yieldsToOthers();
  }

  /** Whether the change only writes the mark. */
  private boolean isMarkOnly() {
    return leavesMark && !wanted.isSplit();
  }

  /**
   * Checks that no one else moved the target.
   *
   * @throws TargetMovedException if someone else did
   * @throws RefusedException if someone else did before this release's first write
   */
  public void requireOwn(Snapshot found) {
    if (isOwn(found)) {
      return;
    }
    boolean theirs = evidence.yieldsToOthers() && !isMarked(found) && !isPromotedAndChanged(found);
    throw theirs || isLostRace(found) ? lostRaceException(found) : movedException(found);
  }

  /**
   * The target as a rollback goes on from, if its writes are conditional. AWS does not promise that
   * a read shows the last write: an older state looks like someone else's move, so it is left to
   * them only if several reads say so. Without a condition an older read could undo their move.
   */
  public Snapshot readForRestore(Supplier<Snapshot> read) {
    Snapshot found = read.get();
    for (int reads = 1; reads < READS && isOthers(found); reads++) {
      found = read.get();
    }
    return found;
  }

  private boolean isOthers(Snapshot found) {
    return !isOwn(found)
        && !found.routing().equals(wanted)
        && !found.isSettlingOn(wanted)
        && !isRestored(found);
  }

  /** Whether this release left the target so, or may have left it so. */
  boolean isOwn(Snapshot found) {
    if (isStuckOnCanary(found)) {
      return !isForeign(found);
    }
    Routing stands = found.routing();
    boolean known =
        ownRoutings.stream().anyMatch(own -> stands.equals(own) || found.isSettlingOn(own))
            || stands.isPartialWrite(ownRoutings.get(0), ownRoutings.get(1))
            || stands.isPartialWrite(ownRoutings.get(0), wanted)
            || stands.isPartialWrite(ownRoutings.get(1), wanted)
            || (evidence.allowsLateWrite()
                && stands.isLateWrite(wanted, ownRoutings.get(0), ownRoutings.get(1)));
    boolean markable = !isMarkOnly() || descriptionToWrite(found).isPresent();
    return known && markable && !isForeign(found) && (isMarked(found) || evidence.proves(found));
  }

  /**
   * Whether the old routing was written, but AWS failed to prepare its provisioned concurrency and
   * keeps all requests on the canary. No one else has set that.
   */
  private boolean isStuckOnCanary(Snapshot found) {
    return isRestoreStuck(found) && target.weightIn(found.routing()).equals(Weight.ALL);
  }

  /**
   * Whether the pending routing or a part of it is there, without proof that this release wrote it.
   * A description that someone changed says that someone else has taken the target over.
   */
  boolean isUnprovenWrite(Snapshot found) {
    Routing pending = ownRoutings.get(1);
    return (found.routing().equals(pending)
            || found.isSettlingOn(pending)
            || found.routing().hasPartOf(pending, before.routing()))
        && !isOwn(found)
        && found.description().equals(before.description());
  }

  /** Whether the target has this release's mark. */
  boolean isMarked(Snapshot found) {
    return found.description().equals(mark);
  }

  /**
   * Whether a write whose condition failed may be tried again by the same handler. The first write
   * may not: it would take what it finds, after a rollback too, for the target as it was before the
   * release. The workflow tries again, unless it has lost this handler.
   */
  public boolean isRepeatable() {
    return !isFirstWrite || wanted.equals(before.routing());
  }

  /**
   * The exception for a target that someone else moved. It names the pending routing too: a write
   * of it may have come first.
   */
  TargetMovedException movedException(Snapshot found) {
    return new TargetMovedException(target, ownRoutings.subList(0, 2), found);
  }

  /** The exception for a target that does not exist any more. */
  public RuntimeException goneException() {
    return isFirstWrite
        ? new RefusedException(
            "%s %s was deleted by someone else before this release wrote to it"
                .formatted(target.kindText(), target))
        : new TargetMovedException(target, ownRoutings.get(0), wanted);
  }

  /**
   * Whether someone else was faster than this release's first write. A mark alone is no such write:
   * a change of a claimed target before its first split came first.
   */
  boolean isLostRace(Snapshot found) {
    boolean claimedOnly = !target.isWrittenConditionally() && !found.routing().isSplit();
    return isFirstWrite && !isPromotedAndChanged(found) && (claimedOnly || !isMarked(found));
  }

  /**
   * Whether the target has a part of the promotion that this release may have written, and
   * something else. A promotion leaves no mark that would tell whose part it is, so it counts as
   * this release's, and the release does not say that it touched nothing. A split has the mark.
   */
  private boolean isPromotedAndChanged(Snapshot found) {
    return !isForeign(found)
        && ownRoutings.stream()
            .anyMatch(own -> !own.isSplit() && found.routing().hasPartOf(own, before.routing()));
  }

  /**
   * The same change after the release has made a write of it: what differs from now on was changed
   * after that. A mark alone moves nothing.
   */
  public RoutingChange afterWrite() {
    return isMarkOnly()
        ? this
        : new RoutingChange(target, wanted, ownRoutings, mark, before, leavesMark, false, evidence);
  }

  /**
   * The description to write with the routing; empty if someone else replaced the description that
   * this release knows.
   */
  public Optional<String> descriptionToWrite(Snapshot found) {
    boolean known =
        found.description().startsWith(MARK) || found.description().equals(before.description());
    return known ? Optional.of(leavesMark ? mark : before.description()) : Optional.empty();
  }

  /**
   * Whether another release's mark is there. A mark on an alias that no one has written to since
   * the first read does not count: a release that could not clean up left it.
   */
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
