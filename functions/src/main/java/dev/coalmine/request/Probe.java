package dev.coalmine.request;

import java.time.Duration;

/**
 * Requests that Coalmine sends to both versions of a release, beside those of callers.
 *
 * @param function name or ARN of the user's function that sends them; empty if Coalmine sends the
 *     request's own events
 * @param events number of those events; 0 if a function sends its own
 * @param perMinute requests a minute to each version; 0 for no probe
 */
public record Probe(String function, int events, int perMinute) {
  /** No probe. */
  public static final Probe NONE = new Probe("", 0, 0);

  /** The most requests a minute to each version. */
  static final int MOST_PER_MINUTE = 60;

  /** The most events. */
  static final int MOST_EVENTS = 20;

  private static final int VERSIONS = 2;

  /** Whether there is no probe. */
  public boolean isOff() {
    return perMinute == 0;
  }

  /** Whether Coalmine sends the request's events. */
  public boolean sendsEvents() {
    return events > 0;
  }

  /** Requests to both versions of a target in so many minutes. */
  public long requests(long minutes) {
    return (long) VERSIONS * perMinute * minutes;
  }

  /**
   * The most requests to both versions of a target in a release.
   *
   * @param maxDuration the longest time below 100 %
   */
  public long mostRequests(Duration maxDuration) {
    return requests(-Math.floorDiv(-maxDuration.toSeconds(), 60L));
  }

  /** Who sends what, for people. */
  @Override
  public String toString() {
    String sender =
        sendsEvents()
            ? (events == 1 ? "1 event" : events + " events") + " of the request"
            : "by function " + function;
    return isOff() ? "none" : "%s, %d a minute to each version".formatted(sender, perMinute);
  }
}
