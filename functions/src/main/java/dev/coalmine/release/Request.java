package dev.coalmine.release;

import java.util.List;
import java.util.Optional;

/**
 * What a person or a pipeline asked for, valid in itself.
 *
 * @param id the release's name, if one was given
 * @param function name or unqualified ARN
 * @param alias the alias to move
 * @param version the canary's version, or empty for the newest published one
 * @param plan how to get there
 * @param terms on what terms
 * @param scope what the gate judges by beside alarms
 * @param alarms names of the gate's alarms
 */
public record Request(
    Optional<String> id,
    String function,
    String alias,
    Optional<String> version,
    Plan plan,
    Terms terms,
    MetricScope scope,
    List<String> alarms) {
  public Request {
    alarms = List.copyOf(alarms);
  }
}
