package dev.coalmine.cli;

import dev.coalmine.cli.terminal.LinePrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that writes each analysis of a release to a file. */
final class LookLogOption {
  @Option(
      names = "--log",
      paramLabel = "FILE.jsonl",
      description = "Writes one line of JSON for each check of the release (default: none).")
  private Optional<Path> log;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The open file; a writer that discards everything if the option was not given. */
  PrintWriter open() {
    if (log.isEmpty()) {
      return new PrintWriter(Writer.nullWriter());
    }
    try {
      return new LinePrinter(Files.newBufferedWriter(log.get()));
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "log " + log.get() + " can't be written: " + FileErrorText.describe(e),
          e);
    }
  }

  /**
   * Checks that all lines were written.
   *
   * @throws IOException if one was not
   */
  void requireWritten(PrintWriter lines) throws IOException {
    if (lines.checkError()) {
      throw new IOException("log " + log.map(Path::toString).orElse("") + " can't be written");
    }
  }
}
