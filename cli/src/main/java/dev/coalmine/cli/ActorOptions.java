package dev.coalmine.cli;

import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.text.Quote;
import picocli.CommandLine.Option;

/** The options that say who gives a command, and why. */
final class ActorOptions {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name:-somebody}",
      description = "Your name, for the record (default: ${DEFAULT-VALUE}).")
  private String by;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Your reason, for the record (default: none).")
  private String why;

  /**
   * The name, as a release records it.
   *
   * @throws CommandFailedException if it is blank
   */
  String actor() {
    if (by.isBlank()) {
      throw CommandFailedException.usage("--by must be a name, not " + Quote.of(by));
    }
    return by.strip();
  }

  String reason() {
    return why.strip();
  }
}
