package dev.coalmine.judge;

/**
 * The weight of a release and its minutes so far.
 *
 * @param weight the weight in force, in percent
 * @param minute the last minute that was counted
 * @param bounced the minute of the last step back
 * @param canaryMinutes minutes in which the canary had requests
 * @param calmMinutes calm minutes at the highest weight before promotion
 */
record PacingProgress(int weight, long minute, long bounced, int canaryMinutes, int calmMinutes) {
  private static final long NEVER = -100_000_000_000_000_000L;
  private static final int BOUNCE_HOLD = 12; // minutes of comparison after a step back
  private static final int GRACE = 1; // minutes of an episode that led to a step back

  static PacingProgress initial(int weight) {
    return new PacingProgress(weight, NEVER, NEVER, 0, 0);
  }

  PacingProgress plus(Observation seen) {
    int more = seen.canary().requests() > 0 ? 1 : 0;
    return new PacingProgress(weight, seen.minute(), bounced, canaryMinutes + more, calmMinutes);
  }

  PacingProgress plusCanaryMinute() {
    return new PacingProgress(weight, minute, bounced, canaryMinutes + 1, calmMinutes);
  }

  PacingProgress plusCalmMinute() {
    return new PacingProgress(weight, minute, bounced, canaryMinutes, calmMinutes + 1);
  }

  PacingProgress withWeight(int next) {
    return new PacingProgress(next, minute, bounced, canaryMinutes, calmMinutes);
  }

  PacingProgress bounced(long now, int probe) {
    return new PacingProgress(probe, minute, CountBounds.minute(now), canaryMinutes, 0);
  }

  /** Without the calm minutes so far. */
  PacingProgress withoutCalmMinutes() {
    return new PacingProgress(weight, minute, bounced, canaryMinutes, 0);
  }

  /** Whether errors of a minute count: not those of the episode that led to a step back. */
  boolean countsErrors(long seen) {
    return seen >= bounced + GRACE;
  }

  /** Whether the weight stays for a comparison after a step back. */
  boolean isHeld(long now) {
    return CountBounds.minute(now) - bounced < BOUNCE_HOLD;
  }

  void pack(StatePacker out) {
    out.add(weight, (double) minute, (double) bounced, canaryMinutes, calmMinutes);
  }

  static PacingProgress unpack(StateUnpacker in) {
    return new PacingProgress(
        (int) in.next(), (long) in.next(), (long) in.next(), (int) in.next(), (int) in.next());
  }
}
