package dev.coalmine.release;

import dev.coalmine.target.AbandonedChange;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.OwnershipEvidence;
import dev.coalmine.target.Routing;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Target;
import dev.coalmine.target.Weight;
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
public record TargetProgress(
    Target target,
    Snapshot before,
    Routing written,
    Routing writing,
    boolean touched,
    String stamp,
    MetricSource meter,
    AnalysisMemory trial) {

  /** Before anything was written or measured. */
  public static TargetProgress of(Target target, Snapshot before, MetricSource meter) {
    Snapshot own = before.withoutMark();
    return new TargetProgress(
        target, own, own.routing(), own.routing(), false, "", meter, AnalysisMemory.NONE);
  }

  /** The same with what it is to remember, and whether its numbers are the target's whole. */
  public TargetProgress withMeasurement(AnalysisMemory seen, boolean whole) {
    MetricSource sure = new MetricSource(meter.kind(), meter.apiName(), meter.pairs(), whole);
    return new TargetProgress(target, before, written, writing, touched, stamp, sure, seen);
  }

  TargetProgress withPendingWeight(Weight next) {
    Routing wanted =
        next.equals(Weight.ALL)
            ? target.promotedRouting(before.routing())
            : target.splitRouting(before.routing(), next);
    return new TargetProgress(target, before, written, wanted, touched, stamp, meter, trial);
  }

  /** The announced routing was written and read back. */
  TargetProgress withWriteDone() {
    return new TargetProgress(target, before, writing, writing, true, "", meter, trial);
  }

  /** As a promoted release left it, for one that has written nothing yet. */
  TargetProgress toRevert() {
    return new TargetProgress(target, before, written, written, false, "", meter, trial);
  }

  /** Whether it stands as another release left it, and is to go back. */
  boolean isReverting() {
    return !touched && !written.equals(before.routing());
  }

  /** As a release leaves it that was not the first, and writes nothing for now. */
  TargetProgress withoutPendingWrite() {
    return new TargetProgress(target, before, written, written, touched, "", meter, trial);
  }

  /** What was there before stands again. */
  TargetProgress withRestoreDone() {
    Routing old = before.routing();
    return new TargetProgress(target, before, old, old, touched, "", meter, trial);
  }

  /** The written routing was seen to stand. */
  TargetProgress withSnapshot(Snapshot found) {
    return new TargetProgress(
        target, before, written, writing, touched, found.stamp(), meter, trial);
  }

  TargetProgress withMemory(AnalysisMemory seen) {
    return new TargetProgress(target, before, written, writing, touched, stamp, meter, seen);
  }

  /** The share of requests that the canary has as far as this release knows. */
  Weight weight() {
    return target.weightIn(written);
  }

  /** The write that was announced. */
  RoutingChange pendingChange(String mark) {
    return change(writing, writing.isSplit(), ownRoutings(), mark);
  }

  /** The mark alone, on a target as it was found. */
  RoutingChange claimChange(String mark) {
    return change(before.routing(), true, ownRoutings(), mark);
  }

  /** The routing that must stand while nothing is being written. */
  RoutingChange expectedRouting(String mark) {
    return change(written, written.isSplit(), ownRoutings(), mark);
  }

  /**
   * The write that takes everything back, whatever was announced.
   *
   * @param othersMoved whether somebody else moved a target, so that even the old routing is not
   *     this release's doing
   */
  RoutingChange restoreChange(String mark, boolean othersMoved) {
    List<Routing> ours = othersMoved ? ownRoutings() : List.of(written, writing, before.routing());
    return change(before.routing(), false, ours, mark);
  }

  /**
   * The write that takes back what a release left whose execution was ended from outside. It may be
   * asked long after that, when somebody may have moved the target to the very same routing.
   *
   * @param lately whether the end is so recent that an unanswered write of the release may have
   *     been made since then
   */
  AbandonedChange abandonedChange(String mark, boolean lately) {
    boolean known = written.equals(writing) && !stamp.isEmpty();
    return new AbandonedChange(
        new RoutingChange(
            target,
            before.routing(),
            List.of(written, writing, before.routing()),
            mark,
            before,
            false,
            !touched,
            known || !lately ? OwnershipEvidence.ofStamp(stamp) : OwnershipEvidence.LATE));
  }

  private RoutingChange change(
      Routing wanted, boolean leavesMark, List<Routing> ours, String mark) {
    return new RoutingChange(
        target, wanted, ours, mark, before, leavesMark, !touched, OwnershipEvidence.ROUTING);
  }

  /** The routings that the release left or may have left there, the surest first. */
  private List<Routing> ownRoutings() {
    return List.of(written, writing);
  }
}
