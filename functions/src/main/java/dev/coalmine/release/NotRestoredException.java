package dev.coalmine.release;

import dev.coalmine.text.DurationText;
import dev.coalmine.text.TextLimit;
import java.util.List;

/** The old routing is written, but the requests did not come back in time: a person is needed. */
public final class NotRestoredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was waited for and what stands instead, target by target. */
  NotRestoredException(List<String> elsewhere) {
    super(
        TextLimit.cut(
            "rolled back, but after %s AWS still routes traffic elsewhere: %s"
                .formatted(
                    DurationText.of(ReleaseProgress.SETTLING_LIMIT), String.join("; ", elsewhere)),
            TextLimit.LONGEST_MESSAGE));
  }
}
