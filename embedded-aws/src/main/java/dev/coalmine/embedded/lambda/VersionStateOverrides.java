package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.protocol.Arns;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Which versions are not simply ready. Everything is, unless somebody said otherwise. */
final class VersionStateOverrides {
  private static final VersionStateOverride READY =
      new VersionStateOverride(FunctionState.ACTIVE, "", Instant.MAX);

  private final Map<String, VersionStateOverride> overrides = new HashMap<>();

  /**
   * What somebody said of a version.
   *
   * @param state how it is
   * @param reason why, in a sentence
   * @param until from then on it is ready
   */
  record VersionStateOverride(FunctionState state, String reason, Instant until) {}

  /** From now until a moment, the version is so, whether or not it exists yet. */
  void put(FunctionRef version, VersionStateOverride override) {
    overrides.put(version.arn(), override);
  }

  VersionStateOverride of(String function, String number, Instant now) {
    VersionStateOverride override = overrides.getOrDefault(Arns.function(function, number), READY);
    return now.isBefore(override.until()) ? override : READY;
  }

  void forget(String function) {
    overrides.keySet().removeIf(arn -> arn.startsWith(Arns.function(function) + ":"));
  }
}
