package dev.coalmine.release;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Handlers that Step Functions lost and that may still write. When an invocation ends with a broken
 * connection or a time-out, its handler runs on until it ends or Lambda ends it, and the next
 * attempt does not know of it. A rollback waits until no such handler is left, and looks again.
 */
public final class StrayHandlers {
  /**
   * How long a handler may still write after its invocation was lost: it is ended at its time-out
   * of 30 seconds (template.yaml), and this leaves half of that for its last request to take
   * effect.
   */
  public static final Duration LONGEST = Duration.ofSeconds(45);

  /**
   * The longest time from the start of an attempt to the start of the next one: the state's time
   * limit and the longest pause of its retries (canary.asl.json), a minute each.
   */
  public static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(2);

  /** The decisions that lead to a state that writes. */
  private static final Set<Decision> BEFORE_WRITES =
      EnumSet.of(Decision.CLAIM, Decision.AWAIT_CLAIM, Decision.ADVANCE, Decision.PROMOTE);

  private StrayHandlers() {}

  /**
   * Notes that earlier attempts of a state may still write.
   *
   * @param earlierAttempts how many attempts there were before the one that succeeded
   * @param enteredAt when the state was entered
   */
  public static Release note(Release release, int earlierAttempts, Instant enteredAt) {
    if (earlierAttempts == 0) {
      return release;
    }
    Instant lastStart = enteredAt.plus(LONGEST_ATTEMPT.multipliedBy(earlierAttempts));
    return release.with(release.progress().withStrayUntil(lastStart.plus(LONGEST)));
  }

  /**
   * Notes that a state failed. If it was one that writes, its attempts may still write.
   *
   * @param failedAt when it had failed
   */
  public static Release noteFailure(Release release, Instant failedAt) {
    return BEFORE_WRITES.contains(release.decision())
        ? release.with(release.progress().withStrayUntil(failedAt.plus(LONGEST)))
        : release;
  }

  /** Whether a state that writes was tried before, so that it may have written unnoticed. */
  static boolean hadEarlierAttempts(Release release) {
    return release.progress().strayUntil().isAfter(Instant.EPOCH);
  }

  /** Whether a handler that was lost before this moment may still write then. */
  static boolean mayWrite(Release release, Instant now) {
    return now.isBefore(release.progress().strayUntil());
  }
}
