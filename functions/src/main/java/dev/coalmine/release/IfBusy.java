package dev.coalmine.release;

/** What to do when another release is under way for one of the targets. */
public enum IfBusy {
  /** The default: this one is refused. */
  REFUSE("refuse"),
  /** This one waits; of several that wait the newest does. */
  QUEUE("queue"),
  /** The other one is rolled back, if its version is older, and this one follows. */
  REPLACE("replace");

  private final String word;

  IfBusy(String word) {
    this.word = word;
  }

  /** The word of the request. */
  public String word() {
    return word;
  }
}
