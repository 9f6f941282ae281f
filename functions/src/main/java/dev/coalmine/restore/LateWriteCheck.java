package dev.coalmine.restore;

import dev.coalmine.aws.Targets;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.PlannedWrites;
import dev.coalmine.release.Release;
import dev.coalmine.target.LateWrite;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the targets of releases that ended by themselves. A handler that Step Functions lost may
 * have written after the end: that is taken back. A release that ended STUCK may have been back all
 * the time, because only the answers were lost: that is published.
 */
final class LateWriteCheck {
  /** How long after its end a release's targets are looked at. */
  private static final Duration LATELY = Duration.ofMinutes(30);

  /**
   * The moments of the looks after a STUCK. At the first one no read is out of date any more, and
   * no lost handler is left; the others are for outages during the first.
   */
  private static final List<Duration> AFTER_STUCK =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(1));

  /** The decisions of a release whose Rollback has written. */
  private static final Set<Decision> ROLLED_BACK =
      EnumSet.of(Decision.AWAIT_RESTORE, Decision.RESTORED);

  private final Targets targets;
  private final SeenTargets seen;
  private final RestoreEvents news;
  private final Instant now;

  LateWriteCheck(Targets targets, SeenTargets seen, RestoreEvents news, Instant now) {
    this.targets = targets;
    this.seen = seen;
    this.news = news;
    this.now = now;
  }

  /** Checks one execution. */
  RestoreLog check(HistoryTail ended) {
    Duration since = Duration.between(ended.requireEnd().at(), now);
    Outcome outcome = outcome(ended);
    boolean due =
        outcome == Outcome.STUCK
            ? AFTER_STUCK.stream().anyMatch(look -> RestoreEvents.isLookAt(look, since))
            : since.compareTo(LATELY) < 0;
    Optional<Release> release = due ? ended.release() : Optional.empty();
    return release
        .map(one -> outcome == Outcome.STUCK ? withdraw(ended, one) : undo(ended, one, outcome))
        .orElseGet(() -> RestoreLog.of(ended, List.of(), List.of(), List.of(), now));
  }

  private static Outcome outcome(HistoryTail ended) {
    return Outcome.of(ended.requireEnd().status(), ended.requireEnd().failure()).orElseThrow();
  }

  /** Takes back late writes, the last target first; a failure does not stop the others. */
  private RestoreLog undo(HistoryTail ended, Release release, Outcome outcome) {
    List<LateWrite> writes = PlannedWrites.of(release).late(outcome == Outcome.PROMOTED);
    List<String> restored = new ArrayList<>();
    List<String> left = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (int i = writes.size() - 1; i >= 0; i--) {
      try {
        undo(writes.get(i), restored, left);
      } catch (RuntimeException e) { // reported after the other targets
        failed.add(writes.get(i).target() + ": " + e);
      }
    }
    RestoreLog log = RestoreLog.of(ended, restored, left, failed, now);
    news.publishLate(release, ended, log, outcome);
    return log;
  }

  private void undo(LateWrite write, List<String> restored, List<String> left) {
    Optional<Snapshot> found = seen.find(write.target()).filter(write::isMarked);
    if (found.isEmpty()) {
      return;
    }
    if (!write.isOwn(found.get())) {
      left.add(write.movedMessage(found.get()));
      return;
    }
    seen.forget(write.target());
    RestoreResult back = targets.restore(List.of(write.undoing(found.get()))).get(0);
    back.found().ifPresent(stands -> restored.add(write.target() + " is at " + stands.routing()));
    back.left().ifPresent(moved -> left.add(moved.getMessage()));
  }

  /**
   * Looks once at the targets of a stopped execution that are back, where RestoreStopped may have
   * said STUCK: it was wrong if a lost handler rolled back after it a target that somebody had
   * changed, or if the release had rolled back and its read was out of date.
   */
  RestoreLog settle(HistoryTail ended, Release release) {
    Duration since = Duration.between(ended.requireEnd().at(), now);
    boolean doubtful =
        RestoreEvents.isLookAt(AFTER_STUCK.get(0), since)
            && (ROLLED_BACK.contains(release.decision())
                || PlannedWrites.of(release).late(false).stream().anyMatch(this::isBackWithChange));
    return doubtful
        ? withdraw(ended, release)
        : RestoreLog.of(ended, List.of(), List.of(), List.of(), now);
  }

  private boolean isBackWithChange(LateWrite write) {
    return seen.find(write.target()).filter(write::isBackWithChange).isPresent();
  }

  /** Publishes that nothing is left to do after a STUCK, if that is so. */
  private RestoreLog withdraw(HistoryTail ended, Release release) {
    List<String> back = new ArrayList<>();
    for (LateWrite write : PlannedWrites.of(release).late(false)) {
      Optional<Snapshot> found = seen.find(write.target()).filter(write::isBack);
      if (found.isEmpty()) {
        return RestoreLog.of(ended, List.of(), List.of(), List.of(), now);
      }
      back.add(write.target() + " is at " + found.get().routing());
    }
    RestoreLog log = RestoreLog.withdrawn(ended, back, now);
    news.publishLate(release, ended, log, Outcome.ROLLED_BACK);
    return log;
  }
}
