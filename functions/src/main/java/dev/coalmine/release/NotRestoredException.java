package dev.coalmine.release;

/** The old routing is written, but the requests did not come back in time: a person is needed. */
public final class NotRestoredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was waited for and what stands instead. */
  public NotRestoredException(Target target, Snapshot found) {
    super(
        "alias %s was rolled back, but after %s AWS still sends its requests elsewhere: %s (revision %s)"
            .formatted(
                target, Words.of(Progress.SETTLING_LIMIT), found.routing(), found.revision()));
  }
}
