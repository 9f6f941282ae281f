package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.clock.SchedulingClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;

/** What all deliveries share: the clock, the way to the targets, and how long to wait between. */
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

  /** A moment as an event tells it: to the second. */
  public static String formatTime(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** From now on an event takes so long to its targets. */
  synchronized void setDelay(Duration time) {
    delay = time;
  }

  /** The next deliveries come twice: EventBridge promises at least once. */
  synchronized void duplicateNext(int deliveries) {
    duplicates += deliveries;
  }

  /** Sends an event on its way to all targets of a rule. */
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
   * How long to wait before trying again: "exponential back off and jitter" says the user guide,
   * and no numbers. Here from one second, doubled each time, up to about nine minutes, less up to
   * half.
   */
  synchronized Duration pause(int retries) {
    double seconds = Math.min(MAX_PAUSE_SECONDS, Math.pow(2, retries));
    return Duration.ofMillis((long) (1000 * seconds * (1 - jitter.nextDouble() / 2)));
  }
}
