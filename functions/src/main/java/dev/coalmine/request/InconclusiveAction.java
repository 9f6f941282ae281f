package dev.coalmine.request;

/** What to do if a release is still inconclusive after maxDuration. */
public enum InconclusiveAction {
  /** The default: roll back. */
  ROLL_BACK("rollBack"),
  /** Promote. */
  PROMOTE("promote"),
  /** Await approval; roll back if it times out. */
  ASK("ask");

  private final String word;

  InconclusiveAction(String word) {
    this.word = word;
  }

  /** The word in a request. */
  public String word() {
    return word;
  }
}
