package dev.coalmine.request;

import dev.coalmine.text.JsonView;
import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.time.Instant;
import java.util.Optional;

/**
 * A command that a release got, as its document keeps it.
 *
 * @param command the command
 * @param by who gave it: a person, an alarm or another release
 * @param why the reason given; empty if none was
 * @param at when it arrived
 */
public record SteeringEntry(SteeringCommand command, String by, String why, Instant at) {
  /** In characters. */
  private static final int LONGEST_NAME = 200;

  /** In characters. */
  private static final int LONGEST_REASON = 500;

  public SteeringEntry {
    by = TextLimit.cut(VisibleText.of(by), LONGEST_NAME);
    why = TextLimit.cut(VisibleText.of(why), LONGEST_REASON);
  }

  /** Reads a message to a release; empty if it is no command. */
  public static Optional<SteeringEntry> of(JsonView message, Instant now) {
    return SteeringCommand.ofName(message.text("command", ""))
        .map(
            command ->
                new SteeringEntry(
                    command, text(message, "by", "somebody"), text(message, "why", ""), now));
  }

  private static String text(JsonView message, String name, String otherwise) {
    return message.text(name).map(String::strip).filter(text -> !text.isEmpty()).orElse(otherwise);
  }

  /** Whether another release gave it; a release names itself by the ARN of its execution. */
  public boolean isFromRelease() {
    return by.startsWith("arn:") && by.contains(":execution:");
  }

  /** Who and why: {@code ann: looks fine}. */
  public String attribution() {
    return why.isEmpty() ? by : by + ": " + why;
  }
}
