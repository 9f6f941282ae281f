package dev.coalmine.cli;

import dev.coalmine.cli.traffic.InvalidTrafficException;
import dev.coalmine.cli.traffic.TrafficProfile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads the files that the command line names; {@code -} is standard input. */
public final class InputFiles {
  private static final String STANDARD_INPUT = "-";

  private InputFiles() {}

  static boolean isStandardInput(Path file) {
    return file.toString().equals(STANDARD_INPUT);
  }

  /**
   * Standard input can be read once.
   *
   * @param files the command line's files and other names
   * @throws ParameterException if it is named more than once
   */
  static void requireOneStandardInput(CommandSpec spec, Stream<String> files) {
    if (files.filter(STANDARD_INPUT::equals).count() > 1) {
      throw new ParameterException(
          spec.commandLine(), "standard input (-) can be read once: name a file for the others");
    }
  }

  /** The file's name for messages. */
  static String name(Path file) {
    return isStandardInput(file) ? "standard input" : file.toString();
  }

  /**
   * The text of a file.
   *
   * @param what what the file is to the command, for the error message
   * @throws ParameterException if it can't be read
   */
  static String readText(CommandSpec spec, String what, Path file) {
    try {
      return isStandardInput(file) ? decode(System.in.readAllBytes()) : Files.readString(file);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          what + " " + name(file) + " can't be read: " + FileErrorText.describe(e),
          e);
    }
  }

  private static String decode(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  /**
   * A traffic profile, by its built-in name or from a file.
   *
   * @throws ParameterException if there is no such profile, or the file has faults
   */
  public static TrafficProfile readTraffic(CommandSpec spec, String nameOrFile) {
    try {
      return nameOrFile.equals(STANDARD_INPUT)
          ? TrafficProfile.parse(
              name(Path.of(nameOrFile)), readText(spec, "traffic", Path.of(nameOrFile)))
          : TrafficProfile.load(nameOrFile);
    } catch (InvalidTrafficException bad) {
      throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
