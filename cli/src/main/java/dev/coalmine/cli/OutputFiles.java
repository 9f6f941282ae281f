package dev.coalmine.cli;

import dev.coalmine.cli.account.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files that the command line names; {@code -} is standard output. */
final class OutputFiles {
  private static final String STANDARD_OUTPUT = "-";

  private OutputFiles() {}

  static boolean isStandardOutput(String place) {
    return place.equals(STANDARD_OUTPUT);
  }

  /**
   * Checks that a file that must not exist yet can be written, before anything is.
   *
   * @param option the option that names it, for the message
   * @throws CommandFailedException if it exists, or its folder does not
   */
  static void requireNew(String option, String place) {
    if (Files.exists(Path.of(place))) {
      throw CommandFailedException.refused(
          "%s exists already: name another file with %s, or give --force".formatted(place, option));
    }
    requireFolder(option, place);
  }

  /**
   * Checks that a file has a folder.
   *
   * @throws CommandFailedException if it has none
   */
  static void requireFolder(String option, String place) {
    Path folder = Path.of(place).toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw CommandFailedException.unwritable(
          "%s %s can't be written: there is no folder %s".formatted(option, place, folder));
    }
  }

  /**
   * Writes a file; one that exists is replaced.
   *
   * @param what what the file is, for the message
   * @throws CommandFailedException if it can't be written
   */
  static void write(String what, String place, String text) {
    try {
      Files.writeString(Path.of(place), text);
    } catch (IOException e) {
      throw CommandFailedException.unwritable(
          "%s %s can't be written: %s".formatted(what, place, FileErrorText.describe(e)));
    }
  }
}
