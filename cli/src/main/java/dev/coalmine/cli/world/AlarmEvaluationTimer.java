package dev.coalmine.cli.world;

import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.cloudwatch.CloudWatchService;
import dev.coalmine.embedded.eventbridge.AlarmEvents;
import dev.coalmine.embedded.eventbridge.EventBridgeService;
import java.time.Instant;

/**
 * Evaluates alarms on time while a rule may match their changes. Without such a rule it is enough
 * to evaluate them when they are read.
 */
final class AlarmEvaluationTimer {
  private final SchedulingClock clock;
  private final CloudWatchService cloudWatch;
  private final EventBridgeService events;
  private final Runnable catchUp;
  private boolean ticking;

  /**
   * A timer that starts with the first such rule.
   *
   * @param catchUp evaluates the alarms
   */
  AlarmEvaluationTimer(
      SchedulingClock clock,
      CloudWatchService cloudWatch,
      EventBridgeService events,
      Runnable catchUp) {
    this.clock = clock;
    this.cloudWatch = cloudWatch;
    this.events = events;
    this.catchUp = catchUp;
  }

  /** Must be called after each change of rules. */
  synchronized void onRulesChanged() {
    if (!ticking && hasAlarmRules()) {
      ticking = true;
      scheduleNext();
    }
  }

  private boolean hasAlarmRules() {
    return events.mayMatch(AlarmEvents.SOURCE, AlarmEvents.DETAIL_TYPE);
  }

  private void scheduleNext() {
    Instant next = cloudWatch.nextEvaluation(clock.instant());
    clock.runAt(next, this::evaluate);
  }

  private void evaluate() {
    catchUp.run();
    synchronized (this) {
      ticking = hasAlarmRules();
      if (ticking) {
        scheduleNext();
      }
    }
  }
}
