package dev.coalmine.cli.web;

import java.time.Duration;

/**
 * How often a browser is told what is new.
 *
 * @param pause between two looks at what has changed
 * @param maxSilence for so long at most nothing is sent, so that both sides know that the other
 *     lives
 */
public record PushInterval(Duration pause, Duration maxSilence) {
  /** Twice a second, and every five seconds whatever happens. */
  public static final PushInterval CALM =
      new PushInterval(Duration.ofMillis(500), Duration.ofSeconds(5));

  /** Waits for the next look; false when the thread was interrupted, which it then still is. */
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
