package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.protocol.Arns;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The versions whose state was set. All other versions are active. */
final class VersionStateOverrides {
  private static final VersionStateOverride READY =
      new VersionStateOverride(FunctionState.ACTIVE, "", Instant.MAX);

  private final Map<String, VersionStateOverride> overrides = new HashMap<>();

  /**
   * A state that was set for a version.
   *
   * @param state the state
   * @param reason its reason as a sentence
   * @param until when it ends; the version is then active
   */
  record VersionStateOverride(FunctionState state, String reason, Instant until) {}

  /** Sets the state of a version, which need not exist yet. */
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
