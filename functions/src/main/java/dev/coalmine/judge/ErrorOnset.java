package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;

/**
 * How the canary's errors began. A faulty version fails from its start, or more and more. One
 * client or one container fails suddenly, after many requests without errors, and for minutes only.
 *
 * @param minutes since the evidence of errors was last calm
 * @param requests in these minutes
 * @param errors likewise
 * @param most errors in one of these minutes
 * @param calmMinutes minutes with requests in which the evidence was calm
 * @param calmRequests requests in these minutes
 * @param doubted errors in the worst minute before the last step back; 0 once the comparison that
 *     followed acquitted the canary
 */
record ErrorOnset(
    int minutes,
    double requests,
    double errors,
    double most,
    int calmMinutes,
    double calmRequests,
    double doubted) {
  static final ErrorOnset NONE = new ErrorOnset(0, 0, 0, 0, 0, 0, 0);

  private static final int SUDDEN = 5; // minutes
  private static final int CLEAN_MINUTES = 4;
  private static final double CLEAN_REQUESTS = 200;
  private static final double ENOUGH = 20; // calm requests after a step back
  private static final double GROSS = .6; // share of errors that is no cluster
  private static final double JUMP = 20; // ratio to the usual error rate
  private static final double HIGHEST_JUMP = .05;

  /** After one more minute. */
  ErrorOnset plus(RequestCounts canary, boolean calm) {
    double n = canary.requests();
    double x = canary.errors();
    return calm
        ? new ErrorOnset(0, 0, 0, 0, calmMinutes + (n > 0 ? 1 : 0), calmRequests + n, doubted)
        : new ErrorOnset(
            minutes + 1,
            requests + n,
            errors + x,
            Math.max(most, x),
            calmMinutes,
            calmRequests,
            doubted);
  }

  /**
   * Whether the errors may be those of one client or one container, so that a comparison comes
   * first.
   *
   * @param held whether such a comparison is on: errors that stay are the version's
   */
  boolean isSudden(HistoricalRates usual, boolean held) {
    if (held || minutes > SUDDEN || errors >= GROSS * requests) {
      return false;
    }
    boolean clean = calmMinutes >= CLEAN_MINUTES && calmRequests >= CLEAN_REQUESTS;
    boolean jumped = errors >= requests * Math.min(JUMP * usual.errorRate(), HIGHEST_JUMP);
    return usual.cluster() > ErrorClusters.NONE || (clean && jumped);
  }

  /** After a step back. */
  ErrorOnset doubting() {
    return new ErrorOnset(0, 0, 0, 0, 0, 0, Math.max(most, 1));
  }

  /** Whether the canary has served enough requests since the step back to be acquitted. */
  boolean isCompared() {
    return doubted > 0 && calmRequests >= ENOUGH;
  }

  /** After the comparison found nothing. */
  ErrorOnset acquitted() {
    return new ErrorOnset(minutes, requests, errors, most, calmMinutes, calmRequests, 0);
  }

  void pack(StatePacker out) {
    out.add(minutes, requests, errors, most, calmMinutes, calmRequests, doubted);
  }

  static ErrorOnset unpack(StateUnpacker in) {
    return new ErrorOnset(
        (int) in.next(), in.next(), in.next(), in.next(), (int) in.next(), in.next(), in.next());
  }
}
