package dev.coalmine.cli;

import dev.coalmine.cli.progress.ReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that draws a release as an HTML page. */
final class ReportFileOption {
  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "Writes a self-contained HTML report of the release: weight, evidence, requests,"
              + " decisions (default: none).")
  private Optional<Path> file;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Collects the events for the page; collects nothing if the option was not given. */
  ReportWriter open() {
    if (file.isEmpty()) {
      return ReportWriter.disabled();
    }
    try {
      PrintWriter err = spec.commandLine().getErr();
      return new ReportWriter(file.get(), Files.newBufferedWriter(file.get()), err);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "report " + file.get() + " can't be written: " + FileErrorText.describe(e),
          e);
    }
  }
}
