package dev.coalmine.cli;

import picocli.CommandLine.Option;

/** Who says something, and why. */
final class ActorOptions {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name:-somebody}",
      description = "Who says so (default: ${DEFAULT-VALUE}).")
  private String by;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "A reason, for the record.")
  private String why;

  String actor() {
    return by;
  }

  String reason() {
    return why;
  }
}
