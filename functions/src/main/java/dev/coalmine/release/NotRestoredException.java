package dev.coalmine.release;

import dev.coalmine.text.DurationText;
import dev.coalmine.text.TextLimit;
import java.util.List;

/**
 * The old routing was written, but AWS did not shift the traffic back in time. A person must check
 * the targets.
 */
public final class NotRestoredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the expected and the found routing of each target. */
  NotRestoredException(List<String> elsewhere) {
    super(
        TextLimit.cut(
            "rolled back, but after %s AWS still routes traffic elsewhere: %s"
                .formatted(
                    DurationText.of(ReleaseProgress.SETTLING_LIMIT), String.join("; ", elsewhere)),
            TextLimit.LONGEST_MESSAGE));
  }
}
