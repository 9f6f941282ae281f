package dev.coalmine.cli.progress;

import dev.coalmine.release.Outcome;
import java.time.Duration;

/**
 * The result of a rehearsed release.
 *
 * @param outcome the outcome
 * @param id the release's name; empty if it has none
 * @param reason why, in one sentence
 * @param duration from the start of the execution to its end, on its clock
 */
public record RehearsalResult(Outcome outcome, String id, String reason, Duration duration) {

  /** The last line of a timeline. */
  public String outcomeLine() {
    return "outcome: " + outcome + (id.isEmpty() ? "" : " " + id) + ": " + reason;
  }
}
