package dev.coalmine.judge;

/** The two plans in which evidence sets the pace. */
public enum JudgeProfile {
  /** As fast as the evidence allows. */
  PACED(50, 30, 2, .025, .09, .7, 0, -1, 0, 16),
  /** Sure of smaller regressions, at the price of half an hour. */
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

  /** The highest weight before promotion. */
  int cap() {
    return cap;
  }

  /** The highest first weight. */
  int firstCap() {
    return firstCap;
  }

  /** How far the comparison must speak against the canary too when its error limit crosses. */
  double agreement() {
    return agreement;
  }

  /** By how much the mean rank score may be above the baseline's. */
  double rankMargin() {
    return rankMargin;
  }

  /** The smallest rise of the mean rank score that matters, at this many minutes a request. */
  double rankThatMatters(double minutes) {
    return Math.max(rankThatMatters, rankRoot * Math.sqrt(minutes));
  }

  /** How far the counts must speak against more errors before promotion. */
  double clearErrors() {
    return clearErrors;
  }

  /** How far the counts must speak against more very slow requests before promotion. */
  double clearTail() {
    return clearTail;
  }

  /** Calm minutes at the highest weight that promotion takes at least. */
  int leastHold() {
    return leastHold;
  }

  /** Calm minutes at the highest weight after which the absence of harm is enough. */
  int longHold() {
    return longHold;
  }
}
