package dev.coalmine.release;

import dev.coalmine.target.AbandonedChange;
import dev.coalmine.target.LateWrite;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.OwnershipEvidence;
import dev.coalmine.target.Routing;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Target;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a release on one target. A routing is recorded as pending before it is written,
 * so that the write of a handler that was killed half-way counts as the release's own.
 *
 * @param target the alias or stage
 * @param before the target before the release, without the mark of another release
 * @param currentRouting the routing that this release wrote or found last
 * @param pendingRouting the routing to write next; the current one if no write is pending
 * @param everWritten whether the release has ever changed the target
 * @param lastSeenStamp the target's stamp when the current routing was last read; empty before that
 * @param metricSource where the canary's metrics come from
 * @param memory what the release remembers of the target's metrics
 * @param known the revision that the next write may rest on without a read
 */
public record TargetProgress(
    Target target,
    Snapshot before,
    Routing currentRouting,
    Routing pendingRouting,
    boolean everWritten,
    String lastSeenStamp,
    MetricSource metricSource,
    AnalysisMemory memory,
    KnownRevision known) {

  public TargetProgress {
    known = KnownRevision.orNone(known);
  }

  /** A target before the first write and the first analysis. */
  public static TargetProgress of(Target target, Snapshot before, MetricSource metricSource) {
    Snapshot own = before.withoutMark();
    return new TargetProgress(
        target,
        own,
        own.routing(),
        own.routing(),
        false,
        "",
        metricSource,
        AnalysisMemory.NONE,
        new KnownRevision(before.revision(), Instant.EPOCH));
  }

  private TargetProgress withRoutings(Routing current, Routing pending, boolean written) {
    return new TargetProgress(
        target, before, current, pending, written, "", metricSource, memory, KnownRevision.NONE);
  }

  private TargetProgress withMetrics(String stamp, MetricSource source, AnalysisMemory memory) {
    return new TargetProgress(
        target, before, currentRouting, pendingRouting, everWritten, stamp, source, memory, known);
  }

  /**
   * With the first memory of the metrics.
   *
   * @param complete whether the metrics count all of the target's requests and no others
   */
  public TargetProgress withMeasurement(AnalysisMemory memory, boolean complete) {
    MetricSource source =
        new MetricSource(
            metricSource.kind(), metricSource.apiName(), metricSource.pairs(), complete);
    return withMetrics(lastSeenStamp, source, memory);
  }

  TargetProgress withMemory(AnalysisMemory memory) {
    return withMetrics(lastSeenStamp, metricSource, memory);
  }

  /** The target was read so; unchanged if it was not read. */
  TargetProgress withSnapshot(Snapshot found, String mark, Instant now) {
    return found.isUnread()
        ? this
        : withMetrics(found.stamp(), metricSource, memory).withKnown(found, mark, now);
  }

  /** The target was read or written so. What is not as this release left it has to be read. */
  TargetProgress withKnown(Snapshot found, String mark, Instant now) {
    boolean own =
        found.routing().equals(currentRouting) && found.description().equals(ownDescription(mark));
    return new TargetProgress(
        target,
        before,
        currentRouting,
        pendingRouting,
        everWritten,
        lastSeenStamp,
        metricSource,
        memory,
        new KnownRevision(own ? found.revision() : "", now));
  }

  private String ownDescription(String mark) {
    return currentRouting.isSplit() ? mark : before.description();
  }

  /** The target as this release left it, without a read; empty if it has to be read. */
  Optional<Snapshot> knownSnapshot(String mark) {
    return known.isKnown()
        ? Optional.of(Snapshot.unread(currentRouting, ownDescription(mark), known.revision()))
        : Optional.empty();
  }

  /** The target for an analysis, unless it was not read for too long. */
  Optional<Snapshot> freshSnapshot(String mark, Instant now, boolean throttled) {
    return known.isFresh(now, throttled) ? knownSnapshot(mark) : Optional.empty();
  }

  TargetProgress withPendingWeight(Weight next) {
    Routing pending =
        next.equals(Weight.ALL)
            ? target.promotedRouting(before.routing())
            : target.splitRouting(before.routing(), next);
    return new TargetProgress(
        target,
        before,
        currentRouting,
        pending,
        everWritten,
        lastSeenStamp,
        metricSource,
        memory,
        known);
  }

  /** The pending routing was written. */
  TargetProgress withWriteDone() {
    return withRoutings(pendingRouting, pendingRouting, true);
  }

  /** Drops the pending write. */
  TargetProgress withoutPendingWrite() {
    return withRoutings(currentRouting, currentRouting, everWritten);
  }

  /** The routing from before was restored, but a lost handler may still write the pending one. */
  TargetProgress withRestoreWritten() {
    return withRoutings(before.routing(), pendingRouting, true);
  }

  /** The routing from before the release was restored. */
  TargetProgress withRestoreDone() {
    return withRoutings(before.routing(), before.routing(), everWritten);
  }

  /** The same target in the revert of a promoted release, which has not written yet. */
  TargetProgress toRevert() {
    return withRoutings(currentRouting, currentRouting, false);
  }

  /** Whether a revert is to restore the target and has not written to it. */
  boolean isReverting() {
    return !everWritten && !currentRouting.equals(before.routing());
  }

  /** The canary's weight as far as this release knows. */
  Weight weight() {
    return target.weightIn(currentRouting);
  }

  /** The pending write. */
  RoutingChange pendingChange(String mark) {
    return change(pendingRouting, pendingRouting.isSplit(), ownRoutings(), mark)
        .knowing(knownSnapshot(mark));
  }

  /**
   * The write of the mark alone, with the routing from before the release. A split is never this
   * state's: it comes later, and a lost handler must not take it back.
   */
  RoutingChange claimChange(String mark) {
    return change(before.routing(), true, List.of(currentRouting, currentRouting), mark);
  }

  /** The routing to find while no write is in flight. */
  RoutingChange expectedRouting(String mark) {
    return change(currentRouting, currentRouting.isSplit(), ownRoutings(), mark);
  }

  /**
   * The write that restores the routing from before the release.
   *
   * @param othersMoved whether someone else moved a target: then even the old routing may not be
   *     this release's write
   * @param again whether it was restored before, and a handler may have written since
   */
  RoutingChange restoreChange(String mark, boolean othersMoved, boolean again) {
    List<Routing> own =
        othersMoved ? ownRoutings() : List.of(currentRouting, pendingRouting, before.routing());
    RoutingChange change =
        new RoutingChange(
            target,
            before.routing(),
            own,
            mark,
            before,
            false,
            !everWritten,
            again ? OwnershipEvidence.SECOND_LOOK : OwnershipEvidence.ROUTING);
    return again || othersMoved ? change : change.knowing(knownSnapshot(mark));
  }

  /**
   * What a release may have left on the target if its execution was stopped or timed out. The
   * target may be read long after that, when someone else may have moved it to the same routing.
   *
   * @param lately whether the execution ended so recently that a write of the release may have come
   *     after its end
   * @param settling whether AWS was shifting the traffic, which may change the stamp as well
   */
  AbandonedChange abandonedChange(String mark, boolean lately, boolean settling) {
    boolean unanswered = settling || !currentRouting.equals(pendingRouting);
    boolean known = !unanswered && !lastSeenStamp.isEmpty();
    return new AbandonedChange(
        new RoutingChange(
            target,
            before.routing(),
            List.of(currentRouting, pendingRouting, before.routing()),
            mark,
            before,
            false,
            !everWritten,
            known || !lately ? OwnershipEvidence.ofStamp(lastSeenStamp) : OwnershipEvidence.LATE),
        unanswered);
  }

  /** What a lost handler may have written after the release had ended by itself. */
  LateWrite lateWrite(String mark, boolean promoted) {
    Routing old = before.routing();
    return new LateWrite(target, promoted ? target.promotedRouting(old) : old, mark, before);
  }

  private RoutingChange change(Routing wanted, boolean leavesMark, List<Routing> own, String mark) {
    return new RoutingChange(
        target, wanted, own, mark, before, leavesMark, !everWritten, OwnershipEvidence.ROUTING);
  }

  /** The routings that the release left or may have left there, the most certain first. */
  private List<Routing> ownRoutings() {
    return List.of(currentRouting, pendingRouting);
  }
}
