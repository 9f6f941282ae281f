package dev.coalmine.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a release has come. What is about to be written is told before it is written, so that the
 * write of a handler that was killed in the middle is known as the release's own.
 *
 * @param phase what the release is doing
 * @param step index of the step whose weight stands, -1 before the first
 * @param since when that step, or the watch, began
 * @param written the routing that this release knows to stand
 * @param writing the routing that it is about to write; the written one if nothing is
 * @param touched whether it has ever written
 * @param alarms what it remembers of the gate's alarms
 * @param trial what it remembers of the metrics
 * @param steps the steps that are over
 */
public record Progress(
    Phase phase,
    int step,
    Instant since,
    Routing written,
    Routing writing,
    boolean touched,
    List<WatchedAlarm> alarms,
    Trial trial,
    List<Passed> steps) {

  /** What a release is doing. */
  public enum Phase {
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

  public Progress {
    alarms = List.copyOf(alarms);
    steps = List.copyOf(steps);
  }

  /** Before anything was written. */
  static Progress beginning(Snapshot before, List<WatchedAlarm> alarms, Trial trial, Instant now) {
    return new Progress(
        Phase.BAKING, -1, now, before.routing(), before.routing(), false, alarms, trial, List.of());
  }

  Progress aboutToWrite(Routing next) {
    return new Progress(phase, step, since, written, next, touched, alarms, trial, steps);
  }

  Progress shifted(Instant now) {
    return new Progress(Phase.BAKING, step + 1, now, writing, writing, true, alarms, trial, steps);
  }

  Progress promoted(boolean settling, Instant now) {
    Phase next = settling ? Phase.SETTLING : Phase.WATCHING;
    return new Progress(next, step, now, writing, writing, true, alarms, trial, steps);
  }

  /** The same phase since the same moment, or the other one from now on. */
  Progress in(Phase next, Instant now) {
    return phase == next
        ? this
        : new Progress(next, step, now, written, writing, touched, alarms, trial, steps);
  }

  /** The old routing stands again. */
  Progress restored(Routing before, Instant now) {
    Instant from = phase == Phase.GOING_BACK ? since : now;
    return new Progress(
        Phase.GOING_BACK, step, from, before, before, touched, alarms, trial, steps);
  }

  boolean isOverdue(Instant now) {
    return now.isAfter(since.plus(SETTLING_LIMIT));
  }

  Progress remembering(List<WatchedAlarm> next, Trial seen) {
    return new Progress(phase, step, since, written, writing, touched, next, seen, steps);
  }

  Progress passed(Passed over) {
    List<Passed> more = new ArrayList<>(steps);
    more.add(over);
    return new Progress(phase, step, since, written, writing, touched, alarms, trial, more);
  }

  /** The routings that the release left or may have left on its target, the surest first. */
  List<Routing> ours() {
    return List.of(written, writing);
  }
}
