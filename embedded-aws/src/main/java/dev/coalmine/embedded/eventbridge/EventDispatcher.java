package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.clock.SchedulingClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;

/** Dispatches events to targets, and holds what all deliveries share. */
public final class EventDispatcher {
  private static final int MAX_PAUSE_SECONDS = 512;

  private final SchedulingClock clock;
  private final EventSender sender;
  private final SqsQueues queues;
  private final Random jitter;
  private Duration delay = Duration.ZERO;
  private int duplicates;

  EventDispatcher(SchedulingClock clock, EventSender sender, SqsQueues queues, long seed) {
    this.clock = clock;
    this.sender = sender;
    this.queues = queues;
    this.jitter = new Random(seed);
  }

  SchedulingClock clock() {
    return clock;
  }

  EventSender sender() {
    return sender;
  }

  SqsQueues queues() {
    return queues;
  }

  /** The time of an event as text, in whole seconds. */
  public static String formatTime(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Sets the time from an event's arrival to its delivery. */
  synchronized void setDelay(Duration time) {
    delay = time;
  }

  /** Delivers each of the next deliveries twice. EventBridge guarantees at least once. */
  synchronized void duplicateNext(int deliveries) {
    duplicates += deliveries;
  }

  /** Schedules the deliveries of an event to all targets of a rule. */
  void send(EventRule rule, Map<String, Object> event) {
    for (EventTarget target : rule.targets().values()) {
      for (int copies = copies(); copies > 0; copies--) {
        Instant now = clock.instant();
        EventDelivery delivery = new EventDelivery(this, rule, target, event, now);
        clock.runAt(now.plus(delay()), delivery::attempt);
      }
    }
  }

  private synchronized Duration delay() {
    return delay;
  }

  private synchronized int copies() {
    boolean twice = duplicates > 0;
    duplicates -= twice ? 1 : 0;
    return twice ? 2 : 1;
  }

  /**
   * The pause before the next attempt. The user guide says "exponential back off and jitter" and
   * gives no numbers. Here it starts at one second, doubles each time up to about nine minutes, and
   * is shortened by up to half.
   */
  synchronized Duration pause(int retries) {
    double seconds = Math.min(MAX_PAUSE_SECONDS, Math.pow(2, retries));
    return Duration.ofMillis((long) (1000 * seconds * (1 - jitter.nextDouble() / 2)));
  }
}
