package dev.coalmine.release;

import dev.coalmine.target.Weight;
import java.time.Instant;

/**
 * A step that is over, as the outcome tells it.
 *
 * @param weight its weight
 * @param from when it got its weight
 * @param to when it was decided
 * @param verdict what the gate said last
 * @param evidence what that rested on
 */
public record CompletedStep(
    Weight weight, Instant from, Instant to, Verdict verdict, String evidence) {
  /** Characters; a release has up to 99 steps, and its document 256 KiB. */
  static final int LONGEST_EVIDENCE = 200;
}
