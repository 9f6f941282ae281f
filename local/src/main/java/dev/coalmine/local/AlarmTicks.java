package dev.coalmine.local;

import dev.coalmine.local.asl.Clock;
import dev.coalmine.local.aws.AlarmEvents;
import dev.coalmine.local.aws.CloudWatchService;
import dev.coalmine.local.aws.EventBridgeService;
import java.time.Instant;

/**
 * Lets alarms be evaluated in time while a rule could want their changes: otherwise it is soon
 * enough when somebody asks.
 */
final class AlarmTicks {
  private final Clock clock;
  private final CloudWatchService cloudWatch;
  private final EventBridgeService events;
  private final Runnable catchUp;
  private boolean ticking;

  /**
   * Ticks that begin with the first rule.
   *
   * @param catchUp evaluates the alarms
   */
  AlarmTicks(
      Clock clock, CloudWatchService cloudWatch, EventBridgeService events, Runnable catchUp) {
    this.clock = clock;
    this.cloudWatch = cloudWatch;
    this.events = events;
    this.catchUp = catchUp;
  }

  /** The rules have changed. */
  synchronized void rulesChanged() {
    if (!ticking && areWanted()) {
      ticking = true;
      next();
    }
  }

  private boolean areWanted() {
    return events.wants(AlarmEvents.SOURCE, AlarmEvents.KIND);
  }

  private void next() {
    Instant next = cloudWatch.nextEvaluation(clock.instant());
    clock.at(next, this::tick);
  }

  private void tick() {
    catchUp.run();
    synchronized (this) {
      ticking = areWanted();
      if (ticking) {
        next();
      }
    }
  }
}
