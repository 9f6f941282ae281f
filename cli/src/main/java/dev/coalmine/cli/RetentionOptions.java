package dev.coalmine.cli;

import dev.coalmine.cli.world.Retention;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for how much of the past an account keeps. */
final class RetentionOptions {
  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many ended executions are kept with their histories, from 1 to 100000; running ones"
              + " always are (default: ${DEFAULT-VALUE}).")
  private int executions;

  @Option(
      names = "--keep-metrics",
      paramLabel = "DURATION",
      defaultValue = "P15D",
      description =
          "How long metrics are kept by the clock of up, from PT4H to P15D; fewer when they need"
              + " more than about 160 MB (default: ${DEFAULT-VALUE}).")
  private Duration metrics;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The values. One out of bounds is a usage error. */
  Retention retention() {
    try {
      return new Retention(executions, metrics);
    } catch (IllegalArgumentException fault) {
      throw new ParameterException(spec.commandLine(), "--keep: " + fault.getMessage(), fault);
    }
  }
}
