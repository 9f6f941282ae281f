package dev.coalmine.release;

import dev.coalmine.request.Hooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How far a release has come.
 *
 * @param phase what the release does now
 * @param stepIndex index of the current step; -1 before the first
 * @param since when the current step or the watch began
 * @param waitedTime time spent in pauses and waiting for approvals; no deadline counts it
 * @param hook the hook whose answer is pending
 * @param alarms what the release remembers of each alarm of the gate
 * @param completedSteps the completed steps, in their order
 * @param strayUntil until when a handler that Step Functions lost may still write; the epoch if
 *     none was lost
 */
public record ReleaseProgress(
    Phase phase,
    int stepIndex,
    Instant since,
    Duration waitedTime,
    Hooks.HookCall hook,
    List<WatchedAlarm> alarms,
    List<CompletedStep> completedSteps,
    Instant strayUntil) {

  /** The phases of a release. */
  public enum Phase {
    /** It marks its targets; no traffic has shifted yet. */
    CLAIMING,
    /** It goes through the steps of its plan. */
    BAKING,
    /** Promoted; AWS still shifts traffic until the provisioned concurrency is ready. */
    SETTLING,
    /** Promoted; the gate is still on. */
    WATCHING,
    /** Rolled back; AWS may still shift traffic until the provisioned concurrency is ready. */
    GOING_BACK
  }

  /** How long AWS may shift the traffic of an alias with provisioned concurrency. */
  static final Duration SETTLING_LIMIT = Duration.ofMinutes(30);

  /** The time between two checks whether AWS has finished that. */
  static final Duration SETTLING_POLL = Duration.ofSeconds(10);

  /** Documents of an execution that began before lost handlers were noted have no time of one. */
  public ReleaseProgress {
    strayUntil = Objects.requireNonNullElse(strayUntil, Instant.EPOCH);
    alarms = List.copyOf(alarms);
    completedSteps = List.copyOf(completedSteps);
  }

  /** The progress before the first write. */
  static ReleaseProgress initial(List<WatchedAlarm> alarms, Instant now) {
    return new ReleaseProgress(
        Phase.BAKING,
        -1,
        now,
        Duration.ZERO,
        Hooks.HookCall.NONE,
        alarms,
        List.of(),
        Instant.EPOCH);
  }

  ReleaseProgress withNextStep(Instant now) {
    return withPhase(Phase.BAKING, stepIndex + 1, now);
  }

  ReleaseProgress withPromotion(boolean settling, Instant now) {
    return withPhase(settling ? Phase.SETTLING : Phase.WATCHING, stepIndex, now);
  }

  /** Unchanged if it is in this phase; otherwise the phase begins now. */
  ReleaseProgress inPhase(Phase next, Instant now) {
    return phase == next ? this : withPhase(next, stepIndex, now);
  }

  private ReleaseProgress withPhase(Phase next, int index, Instant now) {
    return new ReleaseProgress(
        next, index, now, waitedTime, hook, alarms, completedSteps, strayUntil);
  }

  /** Whether AWS has been shifting traffic for too long. */
  boolean isOverdue(Instant now) {
    return now.isAfter(since.plus(SETTLING_LIMIT));
  }

  ReleaseProgress withAlarms(List<WatchedAlarm> next) {
    return new ReleaseProgress(
        phase, stepIndex, since, waitedTime, hook, next, completedSteps, strayUntil);
  }

  /** A step that was completed by an earlier look, whose write never came, is completed anew. */
  ReleaseProgress withCompletedStep(CompletedStep completed) {
    List<CompletedStep> steps = new ArrayList<>(completedSteps);
    steps.removeIf(step -> step.from().equals(completed.from()));
    steps.add(completed);
    return new ReleaseProgress(
        phase, stepIndex, since, waitedTime, hook, alarms, steps, strayUntil);
  }

  /** A hook is called; repeated calls keep the time of the first one. */
  ReleaseProgress withHookCall(String name, String function, Instant now) {
    Instant first = hook.name().equals(name) ? hook.since() : now;
    return withHook(new Hooks.HookCall(name, function, first));
  }

  /** No hook's answer is pending. */
  ReleaseProgress withoutHookCall() {
    return withHook(Hooks.HookCall.NONE);
  }

  private ReleaseProgress withHook(Hooks.HookCall call) {
    return new ReleaseProgress(
        phase, stepIndex, since, waitedTime, call, alarms, completedSteps, strayUntil);
  }

  /** A handler that Step Functions lost may write until then. */
  ReleaseProgress withStrayUntil(Instant moment) {
    return new ReleaseProgress(
        phase, stepIndex, since, waitedTime, hook, alarms, completedSteps, moment);
  }

  ReleaseProgress plusWaited(Duration time) {
    Duration waited = waitedTime.plus(time);
    return new ReleaseProgress(
        phase, stepIndex, since, waited, hook, alarms, completedSteps, strayUntil);
  }
}
