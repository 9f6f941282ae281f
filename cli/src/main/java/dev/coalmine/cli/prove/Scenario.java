package dev.coalmine.cli.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A story and its faults, in one line: {@code alias-bad|ShiftWeight.UpdateAlias#2|late-writer 12s}.
 *
 * @param story the story
 * @param faults one or more, each with its call; none plays the story as it is
 */
record Scenario(Story story, List<ArmedFault> faults) {
  Scenario {
    faults = List.copyOf(faults);
  }

  /** A line that is no scenario. */
  static final class UnreadableScenarioException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnreadableScenarioException(String message) {
      super(message);
    }
  }

  /**
   * Reads the text of {@link #toString}, or the same with blanks, the fault before its call: {@code
   * alias-bad late-writer-12s UpdateAlias#2}.
   *
   * @throws UnreadableScenarioException if it names no story, call or kind of fault
   */
  static Scenario parse(String text) throws UnreadableScenarioException {
    boolean bars = text.contains("|");
    String[] parts = text.strip().split(bars ? "\\s*\\|\\s*" : "\\s+", -1);
    Story story =
        Stories.named(parts[0])
            .orElseThrow(() -> unreadable("no story is named \"%s\"".formatted(parts[0])));
    if (parts.length % 2 == 0) {
      throw unreadable("a fault needs a call and a kind, STORY|CALL|FAULT: \"%s\"".formatted(text));
    }
    List<ArmedFault> faults = new ArrayList<>();
    for (int i = 1; i < parts.length; i += 2) {
      String site = bars ? parts[i] : parts[i + 1];
      String kind = bars ? parts[i + 1] : parts[i];
      faults.add(new ArmedFault(site(site), kind(kind)));
    }
    return new Scenario(story, faults);
  }

  private static CallSite site(String text) throws UnreadableScenarioException {
    Optional<CallSite> site = CallSite.parse(text);
    return site.orElseThrow(
        () ->
            unreadable(
                "a call is like UpdateAlias#2 or Rollback.GetAlias#1, not \"%s\"".formatted(text)));
  }

  private static FaultKind kind(String text) throws UnreadableScenarioException {
    return FaultKinds.named(text)
        .orElseThrow(() -> unreadable("no kind of fault is named \"%s\"".formatted(text)));
  }

  private static UnreadableScenarioException unreadable(String message) {
    return new UnreadableScenarioException(message + "; --list shows all names");
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(story.name());
    faults.forEach(fault -> line.append('|').append(fault));
    return line.toString();
  }
}
