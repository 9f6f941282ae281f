package dev.coalmine.request;

/** What to do when another release is under way for one of the targets. */
public enum BusyAction {
  /** The default: this one is refused. */
  REFUSE("refuse"),
  /** This one waits; of several that wait the newest does. */
  QUEUE("queue"),
  /** The other one is rolled back, if its version is older, and this one follows. */
  REPLACE("replace");

  private final String word;

  BusyAction(String word) {
    this.word = word;
  }

  /** The word of the request. */
  public String word() {
    return word;
  }
}
