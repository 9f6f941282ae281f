package dev.coalmine.release;

import java.util.List;

/**
 * One target's part in a release. What is about to be written is told before it is written, so that
 * the write of a handler that was killed in the middle is known as the release's own.
 *
 * @param target what is moved
 * @param before the target before the release
 * @param written the routing that this release knows to stand
 * @param writing the routing that it is about to write; the written one if nothing is
 * @param touched whether the release has ever moved it
 * @param stamp the target's stamp when the written routing was last seen to stand; empty if it was
 *     not seen yet
 * @param meter how its canary is measured
 * @param trial what the release remembers of its metrics
 */
public record Part(
    Target target,
    Snapshot before,
    Routing written,
    Routing writing,
    boolean touched,
    String stamp,
    Meter meter,
    Trial trial) {

  /** Before anything was written or measured. */
  public static Part of(Target target, Snapshot before, Meter meter) {
    Snapshot own = before.unmarked();
    return new Part(target, own, own.routing(), own.routing(), false, "", meter, Trial.NONE);
  }

  /** The same with what it is to remember, and whether its numbers are the target's whole. */
  public Part measured(Trial seen, boolean whole) {
    Meter sure = new Meter(meter.kind(), meter.apiName(), meter.pairs(), whole);
    return new Part(target, before, written, writing, touched, stamp, sure, seen);
  }

  Part aboutToGet(Weight next) {
    Routing wanted =
        next.equals(Weight.ALL)
            ? target.promoted(before.routing())
            : target.split(before.routing(), next);
    return new Part(target, before, written, wanted, touched, stamp, meter, trial);
  }

  /** The announced routing was written and read back. */
  Part moved() {
    return new Part(target, before, writing, writing, true, "", meter, trial);
  }

  /** As a promoted release left it, for one that has written nothing yet. */
  Part leftPromoted() {
    return new Part(target, before, written, written, false, "", meter, trial);
  }

  /** Whether it stands as another release left it, and is to go back. */
  boolean isReverting() {
    return !touched && !written.equals(before.routing());
  }

  /** As a release leaves it that was not the first, and writes nothing for now. */
  Part withdrawn() {
    return new Part(target, before, written, written, touched, "", meter, trial);
  }

  /** What was there before stands again. */
  Part restored() {
    Routing old = before.routing();
    return new Part(target, before, old, old, touched, "", meter, trial);
  }

  /** The written routing was seen to stand. */
  Part seen(Snapshot found) {
    return new Part(target, before, written, writing, touched, found.stamp(), meter, trial);
  }

  Part remembering(Trial seen) {
    return new Part(target, before, written, writing, touched, stamp, meter, seen);
  }

  /** The share of requests that the canary has as far as this release knows. */
  Weight weight() {
    return target.weight(written);
  }

  /** The write that was announced. */
  Move announced(String mark) {
    return move(writing, writing.isSplit(), ours(), mark);
  }

  /** The mark alone, on a target as it was found. */
  Move claim(String mark) {
    return move(before.routing(), true, ours(), mark);
  }

  /** The routing that must stand while nothing is being written. */
  Move standing(String mark) {
    return move(written, written.isSplit(), ours(), mark);
  }

  /**
   * The write that takes everything back, whatever was announced.
   *
   * @param othersMoved whether somebody else moved a target, so that even the old routing is not
   *     this release's doing
   */
  Move restoring(String mark, boolean othersMoved) {
    List<Routing> ours = othersMoved ? ours() : List.of(written, writing, before.routing());
    return move(before.routing(), false, ours, mark);
  }

  /**
   * The write that takes back what a release left whose execution was ended from outside. It may be
   * asked long after that, when somebody may have moved the target to the very same routing.
   *
   * @param lately whether the end is so recent that an unanswered write of the release may have
   *     been made since then
   */
  Leftover leftover(String mark, boolean lately) {
    boolean known = written.equals(writing) && !stamp.isEmpty();
    return new Leftover(
        new Move(
            target,
            before.routing(),
            List.of(written, writing, before.routing()),
            mark,
            before,
            false,
            !touched,
            known || !lately ? Proof.of(stamp) : Proof.LATE));
  }

  private Move move(Routing wanted, boolean leavesMark, List<Routing> ours, String mark) {
    return new Move(target, wanted, ours, mark, before, leavesMark, !touched, Proof.ROUTING);
  }

  /** The routings that the release left or may have left there, the surest first. */
  private List<Routing> ours() {
    return List.of(written, writing);
  }
}
