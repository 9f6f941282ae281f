package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Simulated requests and the behaviour of versions, as a traffic file describes them; {@code
 * docs/traffic.md} has every field.
 */
public final class TrafficProfile {
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
          "silent",
          "warming-up");

  private final RequestRate rate;
  private final VersionBehaviour baseline;
  private final VersionBehaviour canary;
  private final Map<String, VersionBehaviour> versions;
  private final List<BehaviourChange> incidents;
  private final List<MetricOutage> outages;
  private final Map<String, TrafficProfile> functions;

  TrafficProfile(
      RequestRate rate,
      VersionBehaviour baseline,
      VersionBehaviour canary,
      Map<String, VersionBehaviour> versions,
      List<BehaviourChange> incidents,
      List<MetricOutage> outages,
      Map<String, TrafficProfile> functions) {
    this.rate = rate;
    this.baseline = baseline;
    this.canary = canary;
    this.versions = Map.copyOf(versions);
    this.incidents = List.copyOf(incidents);
    this.outages = List.copyOf(outages);
    this.functions = Map.copyOf(functions);
  }

  /** The names of the built-in profiles, the default first. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * A built-in profile by its name, or a profile from a file.
   *
   * @throws InvalidTrafficException if there is no such profile, or if the file has faults
   */
  public static TrafficProfile load(String nameOrFile) {
    if (NAMES.contains(nameOrFile)) {
      return parse(nameOrFile, builtIn(nameOrFile));
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isReadable(file)) {
      String known = "there is no such file; the built-in names are " + String.join(", ", NAMES);
      throw new InvalidTrafficException(nameOrFile, List.of(known));
    }
    try {
      return parse(nameOrFile, Files.readString(file));
    } catch (IOException e) {
      throw new InvalidTrafficException(nameOrFile, List.of("can't be read: " + e));
    }
  }

  /**
   * Reads the text of a traffic file.
   *
   * @param source the file's name, for messages
   * @throws InvalidTrafficException with all faults if it has any
   */
  public static TrafficProfile parse(String source, String text) {
    try {
      return TrafficProfileReader.read(source, Json.parse(text));
    } catch (InvalidTrafficException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidTrafficException(source, List.of(e.getMessage()));
    }
  }

  private static String builtIn(String name) {
    try (InputStream in = TrafficProfile.class.getResourceAsStream(name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The profile for one function. */
  public TrafficProfile forFunction(String function) {
    return functions.getOrDefault(function, this);
  }

  RequestRate rate() {
    return rate;
  }

  /**
   * How much later than usual CloudWatch shows the data points of a minute since the start of the
   * release; empty if it never does.
   */
  Optional<Duration> metricDelay(double minute) {
    return MetricOutage.delayOf(outages, minute);
  }

  /**
   * The behaviour of a version at a minute since the start of the release, with incidents.
   *
   * @param version its number
   * @param isBaseline whether it served all traffic before the release
   */
  VersionBehaviour behaviour(String version, boolean isBaseline, double minute) {
    VersionBehaviour own = versions.getOrDefault(version, isBaseline ? baseline : canary);
    return own.withChanges(incidents).at(minute);
  }
}
