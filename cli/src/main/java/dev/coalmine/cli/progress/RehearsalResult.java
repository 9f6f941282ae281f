package dev.coalmine.cli.progress;

import dev.coalmine.release.Outcome;
import java.time.Duration;

/**
 * The end of a release.
 *
 * @param outcome the word
 * @param id the release's name; empty if it never got one
 * @param reason why, in one sentence
 * @param duration from the start of the execution to its end, on its own clock
 */
public record RehearsalResult(Outcome outcome, String id, String reason, Duration duration) {

  /** The last line of a timeline. */
  public String outcomeLine() {
    return "outcome: " + outcome + (id.isEmpty() ? "" : " " + id) + ": " + reason;
  }
}
