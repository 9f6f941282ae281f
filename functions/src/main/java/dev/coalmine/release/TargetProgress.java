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
 * @param currentRouting the routing that this release knows to stand
 * @param pendingRouting the routing that it is about to write; the written one if nothing is
 * @param everWritten whether the release has ever moved it
 * @param lastSeenStamp the target's stamp when the written routing was last seen to stand; empty if
 *     it was not seen yet
 * @param metricSource how its canary is measured
 * @param memory what the release remembers of its metrics
 */
public record TargetProgress(
    Target target,
    Snapshot before,
    Routing currentRouting,
    Routing pendingRouting,
    boolean everWritten,
    String lastSeenStamp,
    MetricSource metricSource,
    AnalysisMemory memory) {

  /** Before anything was written or measured. */
  public static TargetProgress of(Target target, Snapshot before, MetricSource meter) {
    Snapshot own = before.withoutMark();
    return new TargetProgress(
        target, own, own.routing(), own.routing(), false, "", meter, AnalysisMemory.NONE);
  }

  /** The same with what it is to remember, and whether its numbers are the target's whole. */
  public TargetProgress withMeasurement(AnalysisMemory seen, boolean whole) {
    MetricSource sure =
        new MetricSource(metricSource.kind(), metricSource.apiName(), metricSource.pairs(), whole);
    return new TargetProgress(
        target, before, currentRouting, pendingRouting, everWritten, lastSeenStamp, sure, seen);
  }

  TargetProgress withPendingWeight(Weight next) {
    Routing wanted =
        next.equals(Weight.ALL)
            ? target.promotedRouting(before.routing())
            : target.splitRouting(before.routing(), next);
    return new TargetProgress(
        target, before, currentRouting, wanted, everWritten, lastSeenStamp, metricSource, memory);
  }

  /** The announced routing was written and read back. */
  TargetProgress withWriteDone() {
    return new TargetProgress(
        target, before, pendingRouting, pendingRouting, true, "", metricSource, memory);
  }

  /** As a promoted release left it, for one that has written nothing yet. */
  TargetProgress toRevert() {
    return new TargetProgress(
        target, before, currentRouting, currentRouting, false, "", metricSource, memory);
  }

  /** Whether it stands as another release left it, and is to go back. */
  boolean isReverting() {
    return !everWritten && !currentRouting.equals(before.routing());
  }

  /** As a release leaves it that was not the first, and writes nothing for now. */
  TargetProgress withoutPendingWrite() {
    return new TargetProgress(
        target, before, currentRouting, currentRouting, everWritten, "", metricSource, memory);
  }

  /** What was there before stands again. */
  TargetProgress withRestoreDone() {
    Routing old = before.routing();
    return new TargetProgress(target, before, old, old, everWritten, "", metricSource, memory);
  }

  /** The written routing was seen to stand. */
  TargetProgress withSnapshot(Snapshot found) {
    return new TargetProgress(
        target,
        before,
        currentRouting,
        pendingRouting,
        everWritten,
        found.stamp(),
        metricSource,
        memory);
  }

  TargetProgress withMemory(AnalysisMemory seen) {
    return new TargetProgress(
        target,
        before,
        currentRouting,
        pendingRouting,
        everWritten,
        lastSeenStamp,
        metricSource,
        seen);
  }

  /** The share of requests that the canary has as far as this release knows. */
  Weight weight() {
    return target.weightIn(currentRouting);
  }

  /** The write that was announced. */
  RoutingChange pendingChange(String mark) {
    return change(pendingRouting, pendingRouting.isSplit(), ownRoutings(), mark);
  }

  /** The mark alone, on a target as it was found. */
  RoutingChange claimChange(String mark) {
    return change(before.routing(), true, ownRoutings(), mark);
  }

  /** The routing that must stand while nothing is being written. */
  RoutingChange expectedRouting(String mark) {
    return change(currentRouting, currentRouting.isSplit(), ownRoutings(), mark);
  }

  /**
   * The write that takes everything back, whatever was announced.
   *
   * @param othersMoved whether somebody else moved a target, so that even the old routing is not
   *     this release's doing
   */
  RoutingChange restoreChange(String mark, boolean othersMoved) {
    List<Routing> ours =
        othersMoved ? ownRoutings() : List.of(currentRouting, pendingRouting, before.routing());
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
    boolean known = currentRouting.equals(pendingRouting) && !lastSeenStamp.isEmpty();
    return new AbandonedChange(
        new RoutingChange(
            target,
            before.routing(),
            List.of(currentRouting, pendingRouting, before.routing()),
            mark,
            before,
            false,
            !everWritten,
            known || !lately ? OwnershipEvidence.ofStamp(lastSeenStamp) : OwnershipEvidence.LATE));
  }

  private RoutingChange change(
      Routing wanted, boolean leavesMark, List<Routing> ours, String mark) {
    return new RoutingChange(
        target, wanted, ours, mark, before, leavesMark, !everWritten, OwnershipEvidence.ROUTING);
  }

  /** The routings that the release left or may have left there, the surest first. */
  private List<Routing> ownRoutings() {
    return List.of(currentRouting, pendingRouting);
  }
}
