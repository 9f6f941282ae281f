package dev.coalmine.cli;

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

  String actor() {
    return by;
  }

  String reason() {
    return why;
  }
}
