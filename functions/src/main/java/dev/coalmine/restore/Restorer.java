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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes back what releases left whose executions were ended from outside: by StopExecution, by a
 * time-out, or by a failure of the state machine itself, after which no Catch runs. May run any
 * number of times, beside itself and beside a handler that is still in flight.
 */
public final class Restorer {
  /** The error of a release that could not be rolled back: it says so itself. */
  private static final String STUCK = "Stuck";

  private final EndedExecutions workflow;
  private final Targets targets;
  private final RestoreEvents news;
  private final Instant now;
  private final Map<String, Optional<Snapshot>> seen = new HashMap<>();

  /**
   * A look at that moment.
   *
   * @param news hears what comes of it; if of first looks, a target without the release's mark that
   *     somebody else moved is told of, too: later ones would repeat it
   */
  public Restorer(EndedExecutions workflow, Targets targets, RestoreEvents news, Instant now) {
    this.workflow = workflow;
    this.targets = targets;
    this.news = news;
    this.now = now;
  }

  /**
   * Looks at one execution. The way back of a promoted release that was stopped before its only
   * task began has done nothing, and nothing is done; one that had begun is completed, since nobody
   * knows which of its targets a handler in flight still writes to, and the old version is the safe
   * one.
   *
   * @throws RuntimeException if AWS does not let it look, or the execution's last document can't be
   *     read
   */
  public RestoreLog restore(String execution) {
    HistoryTail ended = new HistoryTail(execution, workflow.newestFirst(execution));
    if (ended.isEndedByWorkflow()) { // and has looked after its targets
      return logClosed(ended);
    }
    return ended
        .release()
        .filter(release -> !release.isReverting() || ended.hasLaterTask())
        .map(
            release -> {
              RestoreLog log = restoreTargets(ended, release);
              news.publish(release, ended, log);
              return log;
            })
        .orElseGet(() -> RestoreLog.of(ended, List.of(), List.of(), List.of(), now));
  }

  /** The workflow has told of a release that is stuck, but no handler ran to count it. */
  private RestoreLog logClosed(HistoryTail ended) {
    boolean stuck = news.isFirstAttempt() && ended.requireEnd().failure().equals(STUCK);
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

  /** As in a rollback the last target goes first, and one that fails does not keep the others. */
  private RestoreLog restoreTargets(HistoryTail ended, Release release) {
    List<AbandonedChange> leftovers =
        PlannedWrites.of(release).abandoned(ended.requireEnd().at(), now);
    List<String> restored = new ArrayList<>();
    List<String> left = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (int i = leftovers.size() - 1; i >= 0; i--) {
      Target target = leftovers.get(i).restoreChange().target();
      try {
        restoreTargets(leftovers.get(i), restored, left);
      } catch (RuntimeException e) { // told when all have had their turn
        failed.add(target + ": " + e);
      }
    }
    return RestoreLog.of(ended, restored, left, failed, now);
  }

  private void restoreTargets(AbandonedChange leftover, List<String> restored, List<String> left) {
    Target target = leftover.restoreChange().target();
    Optional<Snapshot> found =
        seen.computeIfAbsent(target.kindText() + target, unseen -> targets.find(target));
    if (found.isEmpty()) {
      return; // deleted, and with it all that was there
    }
    switch (leftover.owner(found.get())) {
      case NOBODYS -> {}
      case ANOTHERS -> {
        if (news.isFirstAttempt() || leftover.isMarked(found.get())) {
          left.add(leftover.movedMessage(found.get()));
        }
      }
      case OURS -> {
        seen.remove(target.kindText() + target);
        RestoreResult back = targets.restore(List.of(leftover.restoreChange())).get(0);
        back.found().ifPresent(stands -> restored.add(target + " is at " + stands.routing()));
        back.left()
            .filter(TargetMovedException.class::isInstance)
            .ifPresent(moved -> left.add(moved.getMessage()));
      }
    }
  }
}
