package dev.coalmine.cli;

import dev.coalmine.cli.traffic.InvalidTrafficException;
import dev.coalmine.cli.traffic.TrafficProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that the command line names. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * Its text.
   *
   * @param what it is to the command, for the message
   * @throws ParameterException if it can't be read
   */
  static String readText(CommandSpec spec, String what, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          what + " " + file + " can't be read: " + FileErrorText.describe(e),
          e);
    }
  }

  /**
   * Callers by a built-in name or from a file.
   *
   * @throws ParameterException if there is neither, or the file has faults
   */
  public static TrafficProfile readTraffic(CommandSpec spec, String nameOrFile) {
    try {
      return TrafficProfile.load(nameOrFile);
    } catch (InvalidTrafficException bad) {
      throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
