package dev.coalmine.local;

import dev.coalmine.release.Outcome;
import java.time.Duration;

/**
 * The end of a release.
 *
 * @param outcome the word
 * @param id the release's name; empty if it never got one
 * @param reason why, in one sentence
 * @param took from the start of the execution to its end, on its own clock
 */
record Ending(Outcome outcome, String id, String reason, Duration took) {

  /** The last line of a timeline. */
  String line() {
    return "outcome: " + outcome + (id.isEmpty() ? "" : " " + id) + ": " + reason;
  }
}
