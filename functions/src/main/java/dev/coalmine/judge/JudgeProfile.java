package dev.coalmine.judge;

/** Parameters of the two plans whose weight follows the evidence. */
public enum JudgeProfile {
  /** Promotes as fast as the evidence allows. */
  PACED(50, 30, 2, .025, .09, .7, 0, -1, 0, 16),
  /** Detects smaller regressions and takes about half an hour longer. */
  THOROUGH(40, 25, 2.5, .02, .06, .5, 1, 0, 20, 40);

  private final int cap;
  private final int firstCap;
  private final double agreement;
  private final double rankMargin;
  private final double rankThatMatters;
  private final double rankRoot;
  private final double clearErrors;
  private final double clearTail;
  private final int leastHold;
  private final int longHold;

  JudgeProfile(
      int cap,
      int firstCap,
      double agreement,
      double rankMargin,
      double rankThatMatters,
      double rankRoot,
      double clearErrors,
      double clearTail,
      int leastHold,
      int longHold) {
    this.cap = cap;
    this.firstCap = firstCap;
    this.agreement = agreement;
    this.rankMargin = rankMargin;
    this.rankThatMatters = rankThatMatters;
    this.rankRoot = rankRoot;
    this.clearErrors = clearErrors;
    this.clearTail = clearTail;
    this.leastHold = leastHold;
    this.longHold = longHold;
  }

  /** The highest weight before promotion, in percent. */
  int cap() {
    return cap;
  }

  /** The highest first weight, in percent. */
  int firstCap() {
    return firstCap;
  }

  /** Log evidence that the error comparison must have as well before the error limit counts. */
  double agreement() {
    return agreement;
  }

  /** Allowed difference of the canary's mean rank score and the baseline's. */
  double rankMargin() {
    return rankMargin;
  }

  /**
   * The smallest rise of the mean rank score that matters.
   *
   * @param minutes minutes between two requests, on average
   */
  double rankThatMatters(double minutes) {
    return Math.max(rankThatMatters, rankRoot * Math.sqrt(minutes));
  }

  /** Promotion needs a log likelihood ratio of more errors below minus this. */
  double clearErrors() {
    return clearErrors;
  }

  /** Promotion needs a log likelihood ratio of more requests over p99 below minus this. */
  double clearTail() {
    return clearTail;
  }

  /** The least number of calm minutes at the highest weight before promotion. */
  int leastHold() {
    return leastHold;
  }

  /** Calm minutes at the highest weight after which weaker evidence is enough for promotion. */
  int longHold() {
    return longHold;
  }
}
