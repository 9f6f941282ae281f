package dev.coalmine.release;

import dev.coalmine.target.Weight;
import java.time.Instant;

/**
 * A completed step, as the outcome shows it.
 *
 * @param weight its weight
 * @param from when the weight was set
 * @param to when the step was completed
 * @param verdict the gate's last verdict
 * @param evidence what the verdict rests on; at most 200 characters
 */
public record CompletedStep(
    Weight weight, Instant from, Instant to, Verdict verdict, String evidence) {
  /** In characters. A release has up to 99 steps, and its document has at most 256 KiB. */
  static final int LONGEST_EVIDENCE = 200;
}
