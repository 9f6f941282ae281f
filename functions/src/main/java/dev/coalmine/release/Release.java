package dev.coalmine.release;

import dev.coalmine.request.MetricScope;
import dev.coalmine.request.Plan;
import dev.coalmine.request.ReleaseSettings;
import dev.coalmine.request.Request;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.request.Step;
import dev.coalmine.target.TargetChange;
import dev.coalmine.target.Weight;
import dev.coalmine.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The release document: what a release is to do, how far it has come and what comes next. It
 * travels through the workflow; each state's answer is the next document.
 *
 * @param schema version of the document's shape; handlers refuse every other one
 * @param id the release's name
 * @param execution ARN of the workflow execution
 * @param startedAt when the execution started
 * @param preparedAt when the targets were ready
 * @param plan the steps, or the pace by evidence
 * @param scope which metrics the gate judges, beside alarms
 * @param settings times, hooks, approvals and what to do in special cases
 * @param targetProgress the progress of each target, in the order in which they are written
 * @param targets the change of each target, in the same order, as events and the outcome show it
 * @param targetNames the targets in one text, separated by commas
 * @param progress how far the release has come
 * @param approvals the commands that the release accepted, and the approval that it waits for
 * @param weight the canary's weight as far as this release knows
 * @param analysis the result of the latest analysis
 * @param decision what comes next
 * @param reason why, in one sentence with the numbers that decided
 * @param waitSeconds how long to wait for the next analysis or for a hook's answer; at least 1
 * @param event the state change to publish
 * @param cause why the release rolls back; NONE if it does not
 */
public record Release(
    int schema,
    String id,
    String execution,
    Instant startedAt,
    Instant preparedAt,
    Plan plan,
    MetricScope scope,
    ReleaseSettings settings,
    List<TargetProgress> targetProgress,
    List<TargetChange> targets,
    String targetNames,
    ReleaseProgress progress,
    Approvals approvals,
    Weight weight,
    AnalysisResult analysis,
    Decision decision,
    String reason,
    long waitSeconds,
    ReleaseEvent event,
    RollbackCause cause) {
  /** The schema that this code reads and writes. */
  public static final int SCHEMA = 5;

  /** The identity of a release: its name, its workflow execution and when that started. */
  public record ReleaseIdentity(String id, String execution, Instant startedAt) {}

  /**
   * Names and weight are always those of the targets, whatever is given. Documents of an execution
   * that began before there were causes have none. A reason can quote alarms, hooks and people, so
   * it is one visible line: it leads to events, logs, mails and consoles.
   */
  public Release {
    reason = VisibleText.of(reason);
    cause = RollbackCause.orNone(cause);
    targetProgress = List.copyOf(targetProgress);
    targets = List.copyOf(targets);
    targetNames =
        targetProgress.stream()
            .map(part -> part.target().toString())
            .collect(Collectors.joining(", "));
    weight = targetProgress.get(0).weight();
  }

  private Release(
      Release origin,
      ReleaseIdentity identity,
      Instant preparedAt,
      List<TargetProgress> targetProgress,
      ReleaseProgress progress,
      Approvals approvals,
      AnalysisResult analysis,
      NextAction next) {
    this(
        SCHEMA,
        identity.id(),
        identity.execution(),
        identity.startedAt(),
        preparedAt,
        origin.plan,
        origin.scope,
        origin.settings,
        targetProgress,
        origin.targets,
        origin.targetNames,
        progress,
        approvals,
        origin.weight,
        analysis,
        next.decision(),
        next.reason(),
        next.waitSeconds(),
        next.event(),
        next.cause());
  }

  /** A release before its first decision. */
  static Release initial(
      ReleaseIdentity identity,
      Request request,
      List<TargetProgress> targetProgress,
      List<WatchedAlarm> alarms,
      Instant now) {
    return new Release(
        SCHEMA,
        identity.id(),
        identity.execution(),
        identity.startedAt(),
        now,
        request.plan(),
        request.scope(),
        request.settings(),
        targetProgress,
        targetProgress.stream()
            .map(part -> part.target().toChange(part.before().routing()))
            .toList(),
        "",
        ReleaseProgress.initial(alarms, now),
        Approvals.initial(now),
        Weight.NONE,
        AnalysisResult.NONE_YET,
        Decision.ADVANCE,
        "",
        1,
        ReleaseEvent.NONE,
        RollbackCause.NONE);
  }

  /** The revert of this promoted release: a release with an execution of its own. */
  Release toRevert(ReleaseIdentity identity, SteeringEntry entry, Instant now) {
    return new Release(
        this,
        identity,
        now,
        targetProgress.stream().map(TargetProgress::toRevert).toList(),
        progress,
        approvals.withEntry(entry),
        analysis,
        new NextAction(decision, reason, waitSeconds, ReleaseEvent.NONE, RollbackCause.REVERTED));
  }

  /** Whether this release reverts another one and has not written yet. */
  public boolean isReverting() {
    return targetProgress.stream().anyMatch(TargetProgress::isReverting);
  }

  /** Whether this release has changed a target. */
  boolean isTouched() {
    return targetProgress.stream().anyMatch(TargetProgress::everWritten);
  }

  /** The step whose weight the canary has. */
  Step currentStep() {
    return plan.steps().get(progress.stepIndex());
  }

  /** The weight of the plan's next step; 100 after the last step. */
  Weight nextWeight() {
    int next = progress.stepIndex() + 1;
    return next == plan.steps().size() ? Weight.ALL : plan.steps().get(next).weight();
  }

  /** The weight of the pending write; the current weight if no write is pending. */
  Weight pendingWeight() {
    TargetProgress first = targetProgress.get(0);
    return first.target().weightIn(first.pendingRouting());
  }

  /** The latest moment of the promotion; the time spent waiting for approvals does not count. */
  Instant deadline() {
    return preparedAt.plus(settings.maxDuration()).plus(progress.waitedTime());
  }

  /** Seconds to the next analysis: one poll, or less if {@code end} is sooner; at least 1. */
  long secondsUntil(Instant end, Instant now) {
    Duration left = Duration.between(now, end);
    return wholeSeconds(left.compareTo(settings.poll()) < 0 ? left : settings.poll());
  }

  /** The time in seconds, rounded up; at least 1. */
  static long wholeSeconds(Duration time) {
    return Math.max(1, -Math.floorDiv(-time.toMillis(), 1000L));
  }

  /** Makes the write of this weight pending: the next shift, or the promotion. */
  Release withPendingWeight(Weight next, String why) {
    return with(part -> part.withPendingWeight(next))
        .withDecision(next.equals(Weight.ALL) ? Decision.PROMOTE : Decision.ADVANCE, why, 1);
  }

  /** Decides to make the pending write. */
  Release withPendingWrite(String why) {
    boolean all = pendingWeight().equals(Weight.ALL);
    return withDecision(all ? Decision.PROMOTE : Decision.ADVANCE, why, 1);
  }

  Release withDecision(Decision decision, String reason, long waitSeconds) {
    return with(new NextAction(decision, reason, waitSeconds, ReleaseEvent.NONE, cause));
  }

  Release withEvent(ReleaseEvent event) {
    return with(new NextAction(decision, reason, waitSeconds, event, cause));
  }

  Release withCause(RollbackCause cause) {
    return with(new NextAction(decision, reason, waitSeconds, event, cause));
  }

  Release withAnalysis(AnalysisResult analysis) {
    return copy(targetProgress, progress, approvals, analysis, next());
  }

  Release with(ReleaseProgress progress) {
    return copy(targetProgress, progress, approvals, analysis, next());
  }

  Release inPhase(ReleaseProgress.Phase phase, Instant since) {
    return with(progress.inPhase(phase, since));
  }

  Release with(Approvals approvals) {
    return copy(targetProgress, progress, approvals, analysis, next());
  }

  Release with(UnaryOperator<TargetProgress> change) {
    return with(targetProgress.stream().map(change).toList());
  }

  Release with(List<TargetProgress> targetProgress) {
    return copy(targetProgress, progress, approvals, analysis, next());
  }

  /** With the memory of each target's metrics, in the targets' order; unchanged without metrics. */
  Release withMemories(List<AnalysisMemory> memories) {
    return memories.isEmpty()
        ? this
        : with(
            IntStream.range(0, targetProgress.size())
                .mapToObj(i -> targetProgress.get(i).withMemory(memories.get(i)))
                .toList());
  }

  /** The last components of the document. */
  private record NextAction(
      Decision decision,
      String reason,
      long waitSeconds,
      ReleaseEvent event,
      RollbackCause cause) {}

  private Release with(NextAction next) {
    return copy(targetProgress, progress, approvals, analysis, next);
  }

  private NextAction next() {
    return new NextAction(decision, reason, waitSeconds, event, cause);
  }

  private Release copy(
      List<TargetProgress> targetProgress,
      ReleaseProgress progress,
      Approvals approvals,
      AnalysisResult analysis,
      NextAction next) {
    ReleaseIdentity identity = new ReleaseIdentity(id, execution, startedAt);
    return new Release(
        this, identity, preparedAt, targetProgress, progress, approvals, analysis, next);
  }
}
