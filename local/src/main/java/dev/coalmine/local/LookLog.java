package dev.coalmine.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that keeps each look of a release in a file. */
final class LookLog {
  @Option(
      names = "--log",
      paramLabel = "FILE.jsonl",
      description = "Writes one line of JSON for each look.")
  private Optional<Path> log;

  /** Where the lines go; nowhere if the option was not given. */
  PrintWriter open() throws IOException {
    return log.isPresent()
        ? new PrintWriter(Files.newBufferedWriter(log.get()))
        : new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
