package dev.coalmine.release;

import dev.coalmine.request.ReleaseSettings;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.TargetMovedException;
import dev.coalmine.target.Weight;
import dev.coalmine.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One analysis of a running release: everything that was read at one moment. It decides what comes
 * next.
 *
 * @param now when the state was entered
 * @param snapshots the targets as they were read or are known, in the release's order
 * @param alarms the gate's alarms, in the order in which the release remembers them
 * @param metrics the metrics of each target; empty for a release that is not judged by metrics
 */
public record Analysis(
    Instant now, List<Snapshot> snapshots, List<AlarmReading> alarms, List<MetricReading> metrics) {

  /** The longest wait for the next analysis while something could not be read. */
  private static final Duration MOST_UNREAD = Duration.ofMinutes(1);

  /**
   * The release with its next decision.
   *
   * @throws TargetMovedException if someone else moved a target; a deployment of another version
   *     after the promotion is no such move
   */
  public Release decide(Release release) {
    return switch (release.progress().phase()) {
      case BAKING -> decideBaking(release);
      case SETTLING, WATCHING -> decideWatching(release);
      case CLAIMING, GOING_BACK ->
          throw new IllegalStateException(
              "a release is not judged in phase " + release.progress().phase());
    };
  }

  /**
   * Whether this decision must not rest on targets that were not read. Below 100 %, each write is
   * conditional. A watch ends otherwise if someone else has deployed meanwhile, so its end and what
   * takes a promotion back need a read.
   *
   * @param release before the decision
   */
  public boolean needsRead(Release release, Release decided) {
    return release.progress().phase() != ReleaseProgress.Phase.BAKING
        && decided.decision() != Decision.KEEP_WATCHING
        && snapshots.stream().anyMatch(Snapshot::isUnread);
  }

  /**
   * Whether the alarms can wait for the next analysis: the weight would stay even if none had
   * changed, or the metrics alone take it back.
   */
  public boolean canWaitForAlarms(Release release) {
    List<AlarmReading> quiet =
        release.progress().alarms().stream()
            .map(alarm -> AlarmReading.unchanged(alarm, AlarmState.OK))
            .toList();
    Release decided = withAlarms(quiet).decide(release);
    return decided.decision() == Decision.KEEP_BAKING
        || decided.decision() == Decision.KEEP_WATCHING
        || decided.analysis().verdict() == Verdict.FAIL;
  }

  /** The same analysis with these alarms. */
  public Analysis withAlarms(List<AlarmReading> read) {
    return new Analysis(now, snapshots, read, metrics);
  }

  /** The same analysis with targets that were read. */
  public Analysis with(List<Snapshot> read) {
    return new Analysis(now, read, alarms, metrics);
  }

  private Release decideBaking(Release release) {
    targetReadings(release).forEach(part -> part.expected().requireOwn(part.found()));
    Release seen = judge(PlannedWrites.of(release).seen(snapshots, now));
    if (seen.analysis().verdict() == Verdict.FAIL) {
      return ReleaseRollback.rollBack(seen, seen.analysis().cause(), reason(seen));
    }
    if (seen.approvals().isWaiting()) {
      return decideAwaitingApproval(seen);
    }
    if (seen.progress().hook().isPending()) {
      return callHookAgain(seen);
    }
    Instant deadline = release.deadline();
    if (release.plan().isPaced()) {
      return decidePaced(seen, deadline);
    }
    Instant baked = release.progress().since().plus(release.currentStep().bake());
    boolean lacksGate = seen.nextWeight().equals(Weight.ALL) && PromotionHold.lacksPass(seen);
    boolean passes = seen.analysis().verdict() == Verdict.PASS && !lacksGate;
    if (passes && !now.isBefore(baked)) {
      String why = "step at %s passed: %s".formatted(seen.weight(), reason(seen));
      return Promotion.advanceIfApproved(seen, seen.nextWeight(), reason(seen), why, now);
    }
    if (passes || now.isBefore(deadline)) {
      return keepBaking(seen, now.isBefore(baked) ? baked : deadline);
    }
    return decideTimedOut(seen);
  }

  /** The evidence sets the weight; while an alarm can't be read, the weight does not rise. */
  private Release decidePaced(Release seen, Instant deadline) {
    Weight next = MetricReadings.of(seen, metrics).allowedWeight();
    boolean incomplete = seen.analysis().incomplete();
    if (!incomplete && next.compareTo(seen.weight()) > 0) {
      return Promotion.advanceIfApproved(seen, next, reason(seen), reason(seen), now);
    }
    if (!now.isBefore(deadline)) {
      return decideTimedOut(seen);
    }
    return next.compareTo(seen.weight()) < 0
        ? completeStep(seen).withPendingWeight(next, reason(seen))
        : keepBaking(seen, deadline);
  }

  private Release decideAwaitingApproval(Release seen) {
    String words = seen.approvals().toText();
    return ApprovalWait.isTimedOut(seen, now)
        ? ReleaseRollback.rollBack(
            ApprovalWait.end(seen, now),
            RollbackCause.UNANSWERED,
            "%s, no answer within %s: %s"
                .formatted(
                    words, DurationText.of(seen.settings().approval().timeout()), reason(seen)))
        : ApprovalWait.keepWaiting(seen, words + ": " + reason(seen), now);
  }

  /** Calls the pending hook again: the task token that it had was used to start this analysis. */
  private Release callHookAgain(Release seen) {
    return HookCalls.call(seen, seen.progress().hook().name(), reason(seen), now);
  }

  private Release keepBaking(Release seen, Instant until) {
    // What could not be read may be readable soon, and a poll may be long.
    Instant soon = now.plus(MOST_UNREAD);
    boolean early = seen.analysis().incomplete() && soon.isBefore(until);
    return seen.withDecision(
        Decision.KEEP_BAKING, reason(seen), seen.secondsUntil(early ? soon : until, now));
  }

  private Release decideWatching(Release promoted) {
    Release release = PlannedWrites.of(promoted).seen(snapshots, now);
    List<TargetReading> read = targetReadings(release);
    read.forEach(TargetReading::requireNotTakenBack);
    List<TargetReading> moved = read.stream().filter(TargetReading::isMoved).toList();
    if (read.stream().noneMatch(TargetReading::hasPartOfPromotion)) {
      return finishSuperseded(release, moved); // nothing is left that could be rolled back
    }
    return read.stream().anyMatch(TargetReading::isWatched)
        ? TargetReading.noting(moved, decideWatching(release, read))
        : decidePartlySuperseded(release, moved);
  }

  /** Nothing is left to watch, but an alarm takes precedence over an end as promoted. */
  private Release decidePartlySuperseded(Release release, List<TargetReading> moved) {
    Release alarmed = judgeAlarms(release);
    return alarmed.analysis().verdict() == Verdict.FAIL
        ? ReleaseRollback.rollBack(alarmed, alarmed.analysis().cause(), reason(alarmed))
        : finishSuperseded(release, moved);
  }

  private Release decideWatching(Release release, List<TargetReading> read) {
    List<TargetReading> settling = read.stream().filter(TargetReading::isSettling).toList();
    if (!settling.isEmpty()) {
      // Metrics are judged once the traffic has shifted; alarms are judged at once.
      Release alarmed = judgeAlarms(release);
      if (alarmed.analysis().verdict() == Verdict.FAIL) {
        return ReleaseRollback.rollBack(alarmed, alarmed.analysis().cause(), reason(alarmed));
      }
      return alarmed.progress().hook().isPending()
          ? callHookAgain(alarmed)
          : decideSettling(alarmed, settling);
    }
    Release seen = judge(release, watched(read)).inPhase(ReleaseProgress.Phase.WATCHING, now);
    if (seen.analysis().verdict() == Verdict.FAIL) {
      return ReleaseRollback.rollBack(seen, seen.analysis().cause(), reason(seen));
    }
    if (seen.progress().hook().isPending()) {
      return callHookAgain(seen);
    }
    if (seen.plan().isPaced()) {
      Weight next = watched(read).allowedWeight();
      if (next.compareTo(seen.weight()) < 0) {
        return completeStep(ApprovalWait.end(seen, now)).withPendingWeight(next, reason(seen));
      }
    }
    boolean proven = seen.analysis().verdict() == Verdict.PASS;
    if (seen.approvals().isWaiting() && !proven) {
      return decideAwaitingApproval(seen);
    }
    return WatchEnd.decide(ApprovalWait.end(seen, now), now);
  }

  private List<TargetReading> targetReadings(Release release) {
    List<RoutingChange> moves = PlannedWrites.of(release).expected();
    return IntStream.range(0, snapshots.size())
        .mapToObj(
            i -> new TargetReading(release.targetProgress().get(i), moves.get(i), snapshots.get(i)))
        .toList();
  }

  /** The release with the result of this analysis and with what to remember. */
  private Release judge(Release release) {
    return judge(release, MetricReadings.of(release, metrics));
  }

  /**
   * The metrics of the targets that are still watched; the others' count someone else's version.
   */
  private MetricReadings watched(List<TargetReading> read) {
    return new MetricReadings(
        read.stream()
            .filter(TargetReading::isWatched)
            .map(one -> one.part().target().toString())
            .toList(),
        IntStream.range(0, metrics.size())
            .filter(i -> read.get(i).isWatched())
            .mapToObj(metrics::get)
            .toList());
  }

  private Release judgeAlarms(Release release) {
    return judge(release, List.of(), new MetricReadings(List.of(), List.of()));
  }

  private Release judge(Release release, MetricReadings judged) {
    return judge(release, metrics, judged);
  }

  private Release judge(Release release, List<MetricReading> read, MetricReadings judged) {
    List<CheckResult> opinions = new ArrayList<>();
    List<WatchedAlarm> remembered = new ArrayList<>();
    judged.checkResult().ifPresent(opinions::add);
    List<WatchedAlarm> watched = release.progress().alarms();
    for (int i = 0; i < watched.size(); i++) {
      WatchedAlarm.AlarmCheck looked = watched.get(i).check(alarms.get(i));
      opinions.add(looked.result());
      remembered.add(looked.remembered());
    }
    return release
        .with(release.progress().withAlarms(remembered))
        .withMemories(MetricReadings.of(release, read).memories())
        .withAnalysis(AnalysisResult.of(opinions).withReadings(read, alarms));
  }

  private Release completeStep(Release seen) {
    return Promotion.completeStep(seen, reason(seen), now);
  }

  private static String reason(Release seen) {
    return seen.analysis().reason();
  }

  private Release decideTimedOut(Release seen) {
    ReleaseSettings settings = seen.settings();
    String why =
        "inconclusive after maxDuration %s: %s"
            .formatted(DurationText.of(settings.maxDuration()), reason(seen));
    return switch (settings.whenInconclusive()) {
      case PROMOTE ->
          Promotion.advanceIfApproved(
              seen,
              Weight.ALL,
              reason(seen),
              why + "; promoted because whenInconclusive is promote",
              now);
      case ROLL_BACK -> ReleaseRollback.rollBack(seen, RollbackCause.TIME, why);
      case ASK -> ApprovalWait.start(seen, Approvals.WaitReason.VERDICT, Weight.ALL, why, now);
    };
  }

  private Release decideSettling(Release release, List<TargetReading> busy) {
    Release settling = release.inPhase(ReleaseProgress.Phase.SETTLING, now);
    String why = busy.stream().map(TargetReading::settlingText).collect(Collectors.joining("; "));
    Release judged =
        settling.withAnalysis(
            new AnalysisResult(Verdict.INCONCLUSIVE, why).withReadings(List.of(), alarms));
    if (busy.stream().anyMatch(part -> part.found().provisioning().isFailed())) {
      return ReleaseRollback.rollBack(judged, RollbackCause.FAULT, why);
    }
    return settling.progress().isOverdue(now)
        ? ReleaseRollback.rollBack(
            judged,
            RollbackCause.FAULT,
            why + " after " + DurationText.of(ReleaseProgress.SETTLING_LIMIT))
        : judged.withDecision(
            Decision.KEEP_WATCHING, why, ReleaseProgress.SETTLING_POLL.toSeconds());
  }

  /** A new deployment by someone else ends the watch. */
  private Release finishSuperseded(Release release, List<TargetReading> moved) {
    // What was new to the previous analysis is not new to this one.
    Release seen = release.withAnalysis(release.analysis().withReadings(List.of(), alarms));
    return Promotion.finish(
        ApprovalWait.end(seen, now), TargetReading.supersededText(moved, release));
  }
}
