package dev.coalmine.request;

/** What to do if another release of one of the targets is running. */
public enum BusyAction {
  /** The default: this release is refused. */
  REFUSE("refuse"),
  /** This release waits; if several wait, only the newest goes on. */
  QUEUE("queue"),
  /** The other release is rolled back if its version is older, and this one follows. */
  REPLACE("replace");

  private final String word;

  BusyAction(String word) {
    this.word = word;
  }

  /** The word in a request. */
  public String word() {
    return word;
  }
}
