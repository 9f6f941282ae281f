package dev.coalmine.release;

import dev.coalmine.request.Hooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a release has come.
 *
 * @param phase what the release is doing
 * @param stepIndex index of the step whose weight stands, -1 before the first
 * @param since when that step, or the watch, began
 * @param waitedTime how long it has waited for people, which no deadline counts
 * @param hook the hook whose answer it awaits
 * @param alarms what it remembers of the gate's alarms
 * @param completedSteps the steps that are over
 */
public record ReleaseProgress(
    Phase phase,
    int stepIndex,
    Instant since,
    Duration waitedTime,
    Hooks.HookCall hook,
    List<WatchedAlarm> alarms,
    List<CompletedStep> completedSteps) {

  /** What a release is doing. */
  public enum Phase {
    /** Leaving its mark; no request has moved yet. */
    CLAIMING,
    /** On its way to promotion. */
    BAKING,
    /** Promoted, while AWS still sends requests to the old version until capacity is ready. */
    SETTLING,
    /** Promoted, with the gate still on. */
    WATCHING,
    /** Rolled back; AWS may still send requests to the canary until capacity is ready. */
    GOING_BACK
  }

  /** How long AWS may take to move the requests of an alias with provisioned concurrency. */
  static final Duration SETTLING_LIMIT = Duration.ofMinutes(30);

  /** How often to look whether it has. */
  static final Duration SETTLING_POLL = Duration.ofSeconds(10);

  public ReleaseProgress {
    alarms = List.copyOf(alarms);
    completedSteps = List.copyOf(completedSteps);
  }

  /** Before anything was written. */
  static ReleaseProgress initial(List<WatchedAlarm> alarms, Instant now) {
    return new ReleaseProgress(
        Phase.BAKING, -1, now, Duration.ZERO, Hooks.HookCall.NONE, alarms, List.of());
  }

  ReleaseProgress withNextStep(Instant now) {
    return new ReleaseProgress(
        Phase.BAKING, stepIndex + 1, now, waitedTime, hook, alarms, completedSteps);
  }

  ReleaseProgress withPromotion(boolean settling, Instant now) {
    return new ReleaseProgress(
        settling ? Phase.SETTLING : Phase.WATCHING,
        stepIndex,
        now,
        waitedTime,
        hook,
        alarms,
        completedSteps);
  }

  /** The same phase since the same moment, or the other one from now on. */
  ReleaseProgress inPhase(Phase next, Instant now) {
    return phase == next
        ? this
        : new ReleaseProgress(next, stepIndex, now, waitedTime, hook, alarms, completedSteps);
  }

  boolean isOverdue(Instant now) {
    return now.isAfter(since.plus(SETTLING_LIMIT));
  }

  ReleaseProgress withAlarms(List<WatchedAlarm> next) {
    return new ReleaseProgress(phase, stepIndex, since, waitedTime, hook, next, completedSteps);
  }

  ReleaseProgress withCompletedStep(CompletedStep over) {
    List<CompletedStep> more = new ArrayList<>(completedSteps);
    more.add(over);
    return new ReleaseProgress(phase, stepIndex, since, waitedTime, hook, alarms, more);
  }

  /** A hook is called; one that is called again has been awaited since the first time. */
  ReleaseProgress withHookCall(String name, String function, Instant now) {
    Instant first = hook.name().equals(name) ? hook.since() : now;
    Hooks.HookCall call = new Hooks.HookCall(name, function, first);
    return new ReleaseProgress(phase, stepIndex, since, waitedTime, call, alarms, completedSteps);
  }

  /** The hook's answer is there. */
  ReleaseProgress withoutHookCall() {
    return new ReleaseProgress(
        phase, stepIndex, since, waitedTime, Hooks.HookCall.NONE, alarms, completedSteps);
  }

  /** So much time was spent waiting. */
  ReleaseProgress plusWaited(Duration time) {
    return new ReleaseProgress(
        phase, stepIndex, since, waitedTime.plus(time), hook, alarms, completedSteps);
  }
}
