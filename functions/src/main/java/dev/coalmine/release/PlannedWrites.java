package dev.coalmine.release;

import dev.coalmine.target.AbandonedChange;
import dev.coalmine.target.LateWrite;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The writes that follow from a release document, for each target in the release's order. */
public record PlannedWrites(Release release) {
  /**
   * How long after the end of its execution a release may still write: a handler in flight writes
   * within its time-out of 30 seconds, and this leaves time for several checks after that.
   */
  private static final Duration LATE_WRITE_TIME = Duration.ofMinutes(15);

  /** The planned writes of a release. */
  public static PlannedWrites of(Release release) {
    return new PlannedWrites(release);
  }

  /** The marks to leave on targets that can't be written conditionally. */
  public List<RoutingChange> claims() {
    return claimedTargets().stream().map(part -> part.claimChange(mark())).toList();
  }

  /** The targets that need a claim: those that can't be written conditionally. */
  List<TargetProgress> claimedTargets() {
    return release.targetProgress().stream()
        .filter(part -> !part.target().isWrittenConditionally())
        .toList();
  }

  /** The pending writes: the next step's weight, or the promotion. */
  public List<RoutingChange> pending() {
    return changes(TargetProgress::pendingChange);
  }

  /**
   * The writes that restore the routings from before the release, whatever write is pending.
   *
   * @param othersMoved whether the release rolls back because someone else moved a target
   */
  public List<RoutingChange> restore(boolean othersMoved) {
    boolean again =
        ReleaseRollback.isSecondLook(release)
            && release.progress().phase() != ReleaseProgress.Phase.GOING_BACK;
    return changes((part, mark) -> part.restoreChange(mark, othersMoved, again));
  }

  /** The targets as the release knows them without a read; empty for those that it must read. */
  public List<Optional<Snapshot>> known() {
    return release.targetProgress().stream().map(part -> part.knownSnapshot(mark())).toList();
  }

  /** The same for an analysis at this moment, unless one was not read for too long. */
  public List<Optional<Snapshot>> fresh(Instant now) {
    boolean throttled = release.analysis().hasThrottledAlarms();
    return release.targetProgress().stream()
        .map(part -> part.freshSnapshot(mark(), now, throttled))
        .toList();
  }

  /** The release with its targets as they were read or are known, in the targets' order. */
  Release seen(List<Snapshot> found, Instant now) {
    return release.with(
        IntStream.range(0, found.size())
            .mapToObj(i -> release.targetProgress().get(i).withSnapshot(found.get(i), mark(), now))
            .toList());
  }

  /** The release with its targets as a write left them, in the targets' order. */
  Release written(List<Snapshot> found, Instant now) {
    return release.with(
        IntStream.range(0, found.size())
            .mapToObj(i -> release.targetProgress().get(i).withKnown(found.get(i), mark(), now))
            .toList());
  }

  /** The routings to find while no write is in flight. */
  List<RoutingChange> expected() {
    return changes(TargetProgress::expectedRouting);
  }

  /**
   * What the release may have left behind if its execution was stopped or timed out.
   *
   * @param endedAt when the execution ended
   * @param now when the targets are read
   */
  public List<AbandonedChange> abandoned(Instant endedAt, Instant now) {
    boolean lately = now.isBefore(endedAt.plus(LATE_WRITE_TIME));
    boolean settling = release.progress().phase() == ReleaseProgress.Phase.SETTLING;
    return release.targetProgress().stream()
        .map(part -> part.abandonedChange(mark(), lately, settling))
        .toList();
  }

  /**
   * What a lost handler may have written after the release had ended by itself.
   *
   * @param promoted whether it ended with its canaries promoted; otherwise its targets were as
   *     before
   */
  public List<LateWrite> late(boolean promoted) {
    return release.targetProgress().stream().map(part -> part.lateWrite(mark(), promoted)).toList();
  }

  private List<RoutingChange> changes(BiFunction<TargetProgress, String, RoutingChange> change) {
    return release.targetProgress().stream().map(part -> change.apply(part, mark())).toList();
  }

  private String mark() {
    return RoutingChange.MARK + release.execution();
  }
}
