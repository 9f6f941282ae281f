package dev.coalmine.release;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a release may look. Step Functions ends an execution at 25,000 history events and runs
 * no Catch then ("Quotas related to state machine executions"), so the looks of a release must fit
 * from the start.
 */
final class Looks {
  /** The shortest poll: the shortest period of a CloudWatch alarm. */
  static final Duration SHORTEST = Duration.ofSeconds(10);

  /** The longest poll. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration USUAL = Duration.ofMinutes(1);
  private static final long EVENTS = 25_000;

  /**
   * Bake, CheckAlarms and Decide, when the bake is a task that can be woken (9 as a plain Wait).
   */
  private static final long PER_LOOK = 13;

  /** ShiftWeight and Decide. */
  private static final long PER_STEP = 7;

  /**
   * Kept for waiting: half an hour each for the target, for promotion and for rollback to settle,
   * every 10 s and 9 events each time, is 4,860; and for retries, 3 events each.
   */
  private static final long RESERVE = 6_500;

  private Looks() {}

  /** A minute, or longer where a long release would not fit otherwise; in whole seconds. */
  static Duration pollFor(Duration span, int steps) {
    long looks = (EVENTS - RESERVE - PER_STEP * steps) / PER_LOOK - steps - 2;
    Duration needed = Duration.ofSeconds(roundedUp(span, looks));
    return needed.compareTo(USUAL) > 0 ? needed : USUAL;
  }

  /** Why a poll of the request's own can't work, with the arithmetic. */
  static Optional<String> fault(Duration poll, Duration span, int steps) {
    if (poll.compareTo(SHORTEST) < 0 || poll.compareTo(LONGEST) > 0) {
      return Optional.of("plan.poll: %s is outside PT10S to P1D".formatted(poll));
    }
    long looks = roundedUp(span, poll.toSeconds()) + steps + 2;
    long events = looks * PER_LOOK + steps * PER_STEP + RESERVE;
    return events <= EVENTS
        ? Optional.empty()
        : Optional.of(
            "plan.poll: looking every %s for up to %s is %,d looks of %d events, with moves and reserve %,d; an execution's history holds %,d: use %s or longer"
                .formatted(poll, span, looks, PER_LOOK, events, EVENTS, pollFor(span, steps)));
  }

  private static long roundedUp(Duration span, long divisor) {
    return -Math.floorDiv(-span.toSeconds(), divisor);
  }
}
