package dev.coalmine.request;

import dev.coalmine.target.Target;
import java.util.List;
import java.util.Optional;

/**
 * A release request whose fields are valid.
 *
 * @param id the release's name; empty if the request has none
 * @param targets the targets, in the order in which they are written
 * @param plan the plan
 * @param settings times, hooks, approvals and what to do in special cases
 * @param scope which metrics the gate judges, beside alarms
 * @param alarms names of the gate's alarms
 * @param probeEvents the events that a probe sends, as JSON trees; empty without such a probe
 */
public record Request(
    Optional<String> id,
    List<Target> targets,
    Plan plan,
    ReleaseSettings settings,
    MetricScope scope,
    List<String> alarms,
    List<Object> probeEvents) {
  /** The longest id, in characters. */
  private static final int LONGEST_ID = 64;

  public Request {
    targets = List.copyOf(targets);
    alarms = List.copyOf(alarms);
    probeEvents = List.copyOf(probeEvents);
  }

  /** A request whose probe sends no events. */
  public Request(
      Optional<String> id,
      List<Target> targets,
      Plan plan,
      ReleaseSettings settings,
      MetricScope scope,
      List<String> alarms) {
    this(id, targets, plan, settings, scope, alarms, List.of());
  }

  /** The same in a stack that demands this before 100 %. */
  public Request withPromotion(PromotionRule promotion) {
    return new Request(
        id, targets, plan, settings.withPromotion(promotion), scope, alarms, probeEvents);
  }

  /** The release's name: the request's own, or one made from its targets. */
  public String idFor(List<Target> resolved) {
    String made = String.join("-", resolved.stream().map(Target::defaultReleaseId).toList());
    return id.orElse(made.substring(0, Math.min(LONGEST_ID, made.length())));
  }
}
