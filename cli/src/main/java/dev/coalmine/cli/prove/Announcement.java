package dev.coalmine.cli.prove;

import java.util.Set;

/**
 * An event that Coalmine published.
 *
 * @param state what it says, such as {@code PROMOTED}
 * @param execution the ARN of the execution that it speaks of
 * @param reason its sentence
 */
record Announcement(String state, String execution, String reason) {
  private static final Set<String> ENDS = Set.of("PROMOTED", "ROLLED_BACK", "REFUSED", "STUCK");

  /** Whether it says how a release ended. */
  boolean isEnd() {
    return ENDS.contains(state);
  }

  @Override
  public String toString() {
    return state + " " + execution.replaceFirst(".*:", "") + ": " + reason;
  }
}
