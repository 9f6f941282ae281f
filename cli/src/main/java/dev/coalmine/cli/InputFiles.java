package dev.coalmine.cli;

import dev.coalmine.cli.traffic.InvalidTrafficException;
import dev.coalmine.cli.traffic.TrafficProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads the files that the command line names. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * The text of a file.
   *
   * @param what what the file is to the command, for the error message
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
   * A traffic profile, by its built-in name or from a file.
   *
   * @throws ParameterException if there is no such profile, or the file has faults
   */
  public static TrafficProfile readTraffic(CommandSpec spec, String nameOrFile) {
    try {
      return TrafficProfile.load(nameOrFile);
    } catch (InvalidTrafficException bad) {
      throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
