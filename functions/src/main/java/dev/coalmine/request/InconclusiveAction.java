package dev.coalmine.request;

/** What to do when maxDuration ends without a verdict that a decision could rest on. */
public enum InconclusiveAction {
  /** The default: not proven good is not good. */
  ROLL_BACK("rollBack"),
  /** The canary is promoted unproven. */
  PROMOTE("promote"),
  /** A person decides; without an answer in time it rolls back. */
  ASK("ask");

  private final String word;

  InconclusiveAction(String word) {
    this.word = word;
  }

  /** The word of the request. */
  public String word() {
    return word;
  }
}
