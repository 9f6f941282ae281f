package dev.coalmine.cli.web;

import java.time.Duration;

/**
 * How often a browser gets changes.
 *
 * @param pause between two checks for changes
 * @param maxSilence the longest time without an event, so that both sides notice a lost connection
 */
public record PushInterval(Duration pause, Duration maxSilence) {
  /** Changes twice a second, and an event at least every five seconds. */
  public static final PushInterval CALM =
      new PushInterval(Duration.ofMillis(500), Duration.ofSeconds(5));

  /** Waits. Returns false if the thread was interrupted, and keeps its interrupted status. */
  boolean await(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
