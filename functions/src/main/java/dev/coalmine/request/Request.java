package dev.coalmine.request;

import dev.coalmine.target.Target;
import java.util.List;
import java.util.Optional;

/**
 * What a person or a pipeline asked for, valid in itself.
 *
 * @param id the release's name, if one was given
 * @param targets what to move, in this order
 * @param plan how to get there
 * @param settings on what terms
 * @param scope what the gate judges by beside alarms
 * @param alarms names of the gate's alarms
 */
public record Request(
    Optional<String> id,
    List<Target> targets,
    Plan plan,
    ReleaseSettings settings,
    MetricScope scope,
    List<String> alarms) {
  /** The longest id. */
  private static final int LONGEST_ID = 64;

  public Request {
    targets = List.copyOf(targets);
    alarms = List.copyOf(alarms);
  }

  /** The release's name: the one that was given, or one made from what is released. */
  public String idFor(List<Target> resolved) {
    String made = String.join("-", resolved.stream().map(Target::defaultReleaseId).toList());
    return id.orElse(made.substring(0, Math.min(LONGEST_ID, made.length())));
  }
}
