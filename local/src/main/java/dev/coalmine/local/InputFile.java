package dev.coalmine.local;

import dev.coalmine.local.traffic.BadTraffic;
import dev.coalmine.local.traffic.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that the command line names. */
final class InputFile {
  private InputFile() {}

  /**
   * Its text.
   *
   * @param what it is to the command, for the message
   * @throws ParameterException if it can't be read
   */
  static String text(CommandSpec spec, String what, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), what + " " + file + " can't be read: " + FileFault.why(e), e);
    }
  }

  /**
   * Callers by a built-in name or from a file.
   *
   * @throws ParameterException if there is neither, or the file has faults
   */
  static Traffic traffic(CommandSpec spec, String nameOrFile) {
    try {
      return Traffic.load(nameOrFile);
    } catch (BadTraffic bad) {
      throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
