package dev.coalmine.request;

import dev.coalmine.text.JsonView;
import dev.coalmine.text.TextLimit;
import java.time.Instant;
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

  /** Whether another release says so, which names itself by the ARN of its execution. */
  public boolean isFromRelease() {
    return by.startsWith("arn:") && by.contains(":execution:");
  }

  /** Who and why: {@code ann: looks fine}. */
  public String attribution() {
    return why.isEmpty() ? by : by + ": " + why;
  }
}
