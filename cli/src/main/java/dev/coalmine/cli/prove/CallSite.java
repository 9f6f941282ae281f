package dev.coalmine.cli.prove;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a call of a story: {@code ShiftWeight.UpdateAlias#2} is the second one by ShiftWeight, and
 * {@code UpdateAlias#2} the second one by anyone.
 *
 * @param caller empty for anyone
 * @param operation without its service
 * @param occurrence from 1
 */
record CallSite(String caller, String operation, int occurrence) {
  private static final Pattern TEXT = Pattern.compile("(?:(\\w+)\\.)?(\\w+)#([1-9]\\d{0,6})");

  /** Reads the text of {@link #toString}; empty if it is none. */
  static Optional<CallSite> parse(String text) {
    Matcher match = TEXT.matcher(text.strip());
    return match.matches()
        ? Optional.of(
            new CallSite(
                match.group(1) == null ? "" : match.group(1),
                match.group(2),
                Integer.parseInt(match.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return (caller.isEmpty() ? "" : caller + ".") + operation + "#" + occurrence;
  }
}
