package dev.coalmine.request;

import java.time.Duration;
import java.util.Optional;

/**
 * The time between two analyses. Step Functions ends an execution at 25,000 history events and runs
 * no Catch then ("Quotas related to state machine executions"), so the analyses of a release must
 * fit from the start.
 *
 * @param span how long the release may last without waits for approval
 * @param steps how many steps it has
 * @param asks how many times it may await approval
 */
record PollBudget(Duration span, int steps, int asks) {
  /** The shortest poll: the shortest period of a CloudWatch alarm. */
  static final Duration SHORTEST = Duration.ofSeconds(10);

  /** The longest poll. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration USUAL = Duration.ofMinutes(1);
  private static final long EVENTS = 25_000;

  /** Bake, CheckAlarms and Decide. */
  private static final long PER_LOOK = 13;

  /** ShiftWeight, Tell, CallHook and Steer, with Decide after each but CallHook. */
  private static final long PER_STEP = 27;

  /**
   * Events reserved for waiting: half an hour each for the target, for promotion and for rollback
   * to settle, every 10 s and 9 events each time, is 4,860; and for retries, 3 events each. The
   * four hours that a release may queue are 2,700, which come out of the same.
   */
  private static final long RESERVE = 6_500;

  /**
   * The default poll: a minute, or longer if a long release would not fit otherwise; in whole
   * seconds.
   */
  Duration poll() {
    long looks = Math.max(1, (EVENTS - reservedEvents()) / PER_LOOK - steps - 2);
    Duration needed = Duration.ofSeconds(roundedUp(span, looks));
    return needed.compareTo(USUAL) > 0 ? needed : USUAL;
  }

  /** Why the request's own poll is too short, with the calculation. */
  Optional<String> pollFault(Duration poll) {
    if (poll.compareTo(SHORTEST) < 0 || poll.compareTo(LONGEST) > 0) {
      return Optional.of("plan.poll: %s is outside PT10S to P1D".formatted(poll));
    }
    long looks = roundedUp(span, poll.toSeconds()) + steps + 2;
    long events = looks * PER_LOOK + reservedEvents();
    return events <= EVENTS
        ? Optional.empty()
        : Optional.of(
            "plan.poll: polling every %s for up to %s takes %,d polls of %d history events, with steps and reserve %,d events; an execution's history holds %,d: use %s or longer"
                .formatted(poll, span, looks, PER_LOOK, events, EVENTS, poll()));
  }

  /** Events that are not for analyses at the pace of the poll. */
  private long reservedEvents() {
    return PER_STEP * steps + RESERVE + (asks > 0 ? PER_LOOK * Approval.LOOKS : 0);
  }

  private static long roundedUp(Duration span, long divisor) {
    return -Math.floorDiv(-span.toSeconds(), divisor);
  }
}
