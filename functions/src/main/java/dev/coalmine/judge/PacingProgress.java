package dev.coalmine.judge;

/**
 * The weight of a release and its minutes so far.
 *
 * @param weight the weight in force, in percent
 * @param minute the last minute that was counted
 * @param bounced the minute of the last step back from 100 %
 * @param canaryMinutes minutes in which the canary had requests
 * @param calmMinutes calm minutes at the highest weight before promotion
 * @param strikes how often a limit was crossed at weight 100
 */
record PacingProgress(
    int weight, long minute, long bounced, int canaryMinutes, int calmMinutes, int strikes) {
  private static final long NEVER = -100_000_000_000_000_000L;
  private static final int BOUNCE_HOLD = 12; // minutes of comparison after a step back
  private static final int STRIKES = 2;

  static PacingProgress initial(int weight) {
    return new PacingProgress(weight, NEVER, NEVER, 0, 0, 0);
  }

  PacingProgress plus(Observation seen) {
    int more = seen.canary().requests() > 0 ? 1 : 0;
    return new PacingProgress(
        weight, seen.minute(), bounced, canaryMinutes + more, calmMinutes, strikes);
  }

  PacingProgress plusCanaryMinute() {
    return new PacingProgress(weight, minute, bounced, canaryMinutes + 1, calmMinutes, strikes);
  }

  PacingProgress plusCalmMinute() {
    return new PacingProgress(weight, minute, bounced, canaryMinutes, calmMinutes + 1, strikes);
  }

  PacingProgress withWeight(int next) {
    return new PacingProgress(next, minute, bounced, canaryMinutes, calmMinutes, strikes);
  }

  PacingProgress bounced(long now, int probe) {
    return new PacingProgress(
        probe, minute, CountBounds.minute(now), canaryMinutes, 0, strikes + 1);
  }

  /** Whether one more crossing at weight 100 rolls the release back. */
  boolean isLastStrike() {
    return strikes + 1 >= STRIKES;
  }

  /** Whether the weight stays for a comparison after a step back. */
  boolean isHeld(long now) {
    return CountBounds.minute(now) - bounced < BOUNCE_HOLD;
  }

  void pack(StatePacker out) {
    out.add(weight, (double) minute, (double) bounced, canaryMinutes, calmMinutes, strikes);
  }

  static PacingProgress unpack(StateUnpacker in) {
    return new PacingProgress(
        (int) in.next(),
        (long) in.next(),
        (long) in.next(),
        (int) in.next(),
        (int) in.next(),
        (int) in.next());
  }
}
