package dev.coalmine.request;

import dev.coalmine.text.TextLimit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody told a release, as it stays in its record.
 *
 * @param command what is to be done
 * @param by who says so: a person, an alarm, another release
 * @param why the reason given; empty if none was
 * @param at when the release heard it
 */
public record SteeringEntry(SteeringCommand command, String by, String why, Instant at) {
  /** The longest name that is kept. */
  private static final int LONGEST_NAME = 200;

  /** The longest reason that is kept. */
  private static final int LONGEST_REASON = 500;

  public SteeringEntry {
    by = TextLimit.cut(by, LONGEST_NAME);
    why = TextLimit.cut(why, LONGEST_REASON);
  }

  /** Reads what woke a release, or nothing if it is no command. */
  public static Optional<SteeringEntry> of(Map<?, ?> tree, Instant now) {
    return SteeringCommand.ofName(tree.get("command"))
        .map(
            command ->
                new SteeringEntry(
                    command, text(tree, "by", "somebody"), text(tree, "why", ""), now));
  }

  private static String text(Map<?, ?> tree, String name, String otherwise) {
    return tree.get(name) instanceof String text && !text.isBlank() ? text.strip() : otherwise;
  }

  /** Whether another release says so, which names itself by the ARN of its execution. */
  public boolean isFromRelease() {
    return by.startsWith("arn:") && by.contains(":execution:");
  }

  /** Who and why: {@code ann: looks fine}. */
  public String attribution() {
    return why.isEmpty() ? by : by + ": " + why;
  }
}
