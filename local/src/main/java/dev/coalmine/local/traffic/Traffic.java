package dev.coalmine.local.traffic;

import dev.coalmine.local.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Simulated callers and how the versions they meet behave, as a traffic file describes them; {@code
 * docs/traffic.md} has every field.
 */
public final class Traffic {
  private static final List<String> NAMES =
      List.of(
          "healthy",
          "failing",
          "errors",
          "slow",
          "leak",
          "delayed",
          "shared-incident",
          "quiet",
          "silent");

  private final Rate rate;
  private final Behaviour baseline;
  private final Behaviour canary;
  private final Map<String, Behaviour> versions;
  private final List<Change> incidents;
  private final Map<String, Traffic> functions;

  Traffic(
      Rate rate,
      Behaviour baseline,
      Behaviour canary,
      Map<String, Behaviour> versions,
      List<Change> incidents,
      Map<String, Traffic> functions) {
    this.rate = rate;
    this.baseline = baseline;
    this.canary = canary;
    this.versions = Map.copyOf(versions);
    this.incidents = List.copyOf(incidents);
    this.functions = Map.copyOf(functions);
  }

  /** The names of the built-in traffics, the default first. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * A built-in traffic by its name, or one from a file.
   *
   * @throws BadTraffic if there is neither, or if the file has faults
   */
  public static Traffic load(String nameOrFile) {
    if (NAMES.contains(nameOrFile)) {
      return parse(nameOrFile, builtIn(nameOrFile));
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isReadable(file)) {
      String known = "no such file, and the built-in names are " + String.join(", ", NAMES);
      throw new BadTraffic(nameOrFile, List.of(known));
    }
    try {
      return parse(nameOrFile, Files.readString(file));
    } catch (IOException e) {
      throw new BadTraffic(nameOrFile, List.of("cannot be read: " + e));
    }
  }

  /**
   * Reads the text of a traffic file.
   *
   * @param source what to call it in faults
   * @throws BadTraffic with all faults if it has any
   */
  public static Traffic parse(String source, String text) {
    try {
      return TrafficReader.read(source, Json.tree(text));
    } catch (BadTraffic e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new BadTraffic(source, List.of(e.getMessage()));
    }
  }

  private static String builtIn(String name) {
    try (InputStream in = Traffic.class.getResourceAsStream(name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as one function's callers meet it. */
  public Traffic of(String function) {
    return functions.getOrDefault(function, this);
  }

  Rate rate() {
    return rate;
  }

  /**
   * How a version behaves at a minute since the release started, incidents included.
   *
   * @param version its number
   * @param isBaseline whether it served everything before the release
   */
  Behaviour behaviour(String version, boolean isBaseline, double minute) {
    Behaviour own = versions.getOrDefault(version, isBaseline ? baseline : canary);
    return own.with(incidents).at(minute);
  }
}
