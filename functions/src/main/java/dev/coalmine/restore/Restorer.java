package dev.coalmine.restore;

import dev.coalmine.aws.EndedExecutions;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.EmfMetrics;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.release.PlannedWrites;
import dev.coalmine.release.Release;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.target.AbandonedChange;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Target;
import dev.coalmine.target.TargetMovedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restores the targets of executions that were stopped, timed out, or failed in the state machine
 * itself, after which no Catch runs. It may run any number of times, in parallel and beside a
 * handler that is still in flight.
 */
public final class Restorer {
  /** The error of a release that could not roll back; the workflow reports it itself. */
  static final String STUCK = "Stuck";

  /**
   * How long an unproven promotion is told by the alarm on Sweep: longer than outages last. After
   * that the same routing is more likely somebody's own deployment.
   */
  private static final Duration UNPROVEN_TIME = Duration.ofHours(2);

  private final EndedExecutions workflow;
  private final Targets targets;
  private final RestoreEvents news;
  private final Instant now;
  private final LateWriteCheck lateWrites;
  private final SeenTargets seen;

  /**
   * A check at one moment.
   *
   * @param news publishes the results. On the first attempt they include targets without the mark
   *     that someone else moved; later attempts would repeat that
   */
  public Restorer(EndedExecutions workflow, Targets targets, RestoreEvents news, Instant now) {
    this.workflow = workflow;
    this.targets = targets;
    this.news = news;
    this.now = now;
    this.seen = new SeenTargets(targets);
    this.lateWrites = new LateWriteCheck(targets, seen, news, now);
  }

  /**
   * Checks one execution. A revert that was stopped before its only task began has written nothing,
   * and nothing is restored. A revert that had begun is completed: a handler in flight may still
   * write to any of its targets, and the old version is the safe one.
   *
   * @throws RuntimeException if AWS fails, or the execution's last document can't be read
   */
  public RestoreLog restore(String execution) {
    HistoryTail ended = new HistoryTail(execution, workflow.newestFirst(execution));
    if (ended.isEndedByWorkflow()) { // which restored its targets
      return news.isFirstAttempt() ? logClosed(ended) : lateWrites.check(ended);
    }
    return ended
        .release()
        .filter(release -> !release.isReverting() || ended.hasLaterTask())
        .map(
            release -> {
              RestoreLog log = restoreTargets(ended, release);
              return log.decision() == RestoreLog.RestoreOutcome.NOTHING && !news.isFirstAttempt()
                  ? lateWrites.settle(ended, release)
                  : log;
            })
        .orElseGet(() -> RestoreLog.of(ended, List.of(), List.of(), List.of(), now));
  }

  /**
   * Counts a stuck release: the workflow published its event, but no handler ran to write the
   * metric.
   */
  private RestoreLog logClosed(HistoryTail ended) {
    boolean stuck = ended.requireEnd().failure().equals(STUCK);
    if (stuck) {
      ended
          .release()
          .ifPresent(
              release ->
                  EmfMetrics.write(
                      EmfMetrics.ofEnded(
                          release, STUCK, RollbackCause.NONE, ended.requireEnd().at(), now)));
    }
    return RestoreLog.of(
        ended, List.of(), stuck ? List.of(ended.requireEnd().reason()) : List.of(), List.of(), now);
  }

  /**
   * In reverse order, as in a rollback; a failure does not stop the others. Targets that could not
   * be read prove nothing: the alarm on Sweep tells of them.
   */
  private RestoreLog restoreTargets(HistoryTail ended, Release release) {
    List<AbandonedChange> leftovers =
        PlannedWrites.of(release).abandoned(ended.requireEnd().at(), now);
    List<String> restored = new ArrayList<>();
    List<String> left = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (int i = leftovers.size() - 1; i >= 0; i--) {
      Target target = leftovers.get(i).restoreChange().target();
      Optional<Snapshot> found;
      try {
        found = seen.find(target);
      } catch (RuntimeException e) { // reported after the other targets
        unread.add(target + ": " + e);
        continue;
      }
      try {
        if (found.isPresent()) { // it was not deleted
          restoreTarget(leftovers.get(i), found.get(), ended.requireEnd().at(), restored, left);
        }
      } catch (RuntimeException e) { // likewise
        failed.add(target + ": " + e);
      }
    }
    boolean proven = restored.size() + left.size() + failed.size() > 0;
    failed.addAll(unread);
    RestoreLog log = RestoreLog.of(ended, restored, left, failed, now);
    if (proven) {
      news.publish(release, ended, log);
    }
    return log;
  }

  private void restoreTarget(
      AbandonedChange leftover,
      Snapshot found,
      Instant endedAt,
      List<String> restored,
      List<String> left) {
    Target target = leftover.restoreChange().target();
    switch (leftover.owner(found)) {
      case NONE -> {}
      case UNPROVEN -> {
        boolean lately = now.isBefore(endedAt.plus(UNPROVEN_TIME));
        if (lately && !isMovedByLaterRelease(target, endedAt)) {
          left.add(leftover.unprovenMessage(found));
        }
      }
      case OTHER -> {
        if (news.isFirstAttempt() || leftover.isMarked(found)) {
          left.add(leftover.movedMessage(found));
        }
      }
      case THIS_RELEASE -> {
        seen.forget(target);
        RestoreResult back = targets.restore(List.of(leftover.restoreChange())).get(0);
        back.found().ifPresent(stands -> restored.add(target + " is at " + stands.routing()));
        back.left()
            .filter(TargetMovedException.class::isInstance)
            .ifPresent(moved -> left.add(moved.getMessage()));
      }
    }
  }

  /** Whether a release began after this moment, or has changed its phase since, as by a write. */
  private static boolean isLater(Release release, Instant moment) {
    return !release.startedAt().isBefore(moment) || release.progress().since().isAfter(moment);
  }

  /** Whether a release has moved the target after this moment. */
  private boolean isMovedByLaterRelease(Target target, Instant endedAt) {
    return workflow
        .activeSince(endedAt)
        .map(later -> new HistoryTail(later, workflow.newestFirst(later)))
        .flatMap(later -> later.release().stream())
        .filter(release -> isLater(release, endedAt))
        .flatMap(release -> release.targetProgress().stream())
        .anyMatch(part -> part.everWritten() && part.target().isSameAs(target));
  }
}
