package dev.coalmine.request;

import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.StageTarget;
import dev.coalmine.text.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The time that CloudFormation gives a custom resource: an hour, or less by its property
 * ServiceTimeout (CloudFormation user guide, "Custom resource request objects").
 *
 * @param timeout how long CloudFormation waits for the response
 */
public record StackDeadline(Duration timeout) {
  /** The property that shortens the time. */
  static final String PROPERTY = "ServiceTimeout";

  private static final int LONGEST = 3_600;

  /**
   * Reserved for what the worst case of a release leaves out: Pending versions and repeated calls.
   */
  private static final Duration SPARE = Duration.ofMinutes(10);

  /** Enough to stop the release, restore its targets and answer CloudFormation. */
  private static final Duration LAST = Duration.ofMinutes(5);

  /** The deadline from the properties of a resource; CloudFormation itself refuses bad values. */
  static StackDeadline of(Map<String, Object> properties) {
    String text = String.valueOf(properties.getOrDefault(PROPERTY, ""));
    int seconds = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : LONGEST;
    return new StackDeadline(Duration.ofSeconds(Math.max(1, Math.min(LONGEST, seconds))));
  }

  /** How long a release may run before it is stopped; at least half of the time. */
  public Duration releaseTimeout() {
    Duration half = timeout.dividedBy(2);
    Duration rest = timeout.minus(LAST);
    return rest.compareTo(half) > 0 ? rest : half;
  }

  /** The longest duration of a release. */
  static Duration worstCase(Request request) {
    boolean claims = request.targets().stream().anyMatch(StageTarget.class::isInstance);
    return request
        .settings()
        .maxDuration()
        .plus(request.settings().watch())
        .plus(afterTraffic(request.settings().hooks()))
        .plus(claims ? RoutingChange.CLAIM_TIME : Duration.ZERO);
  }

  /**
   * The time of the hook after the promotion; the time of the other hooks is part of maxDuration.
   */
  private static Duration afterTraffic(Hooks hooks) {
    return hooks.afterTraffic().isEmpty() ? Duration.ZERO : Hooks.timeout(Hooks.AFTER_TRAFFIC);
  }

  /** The fault of a release that may not end in time; empty if it will. */
  Optional<String> timeFault(Request request) {
    Duration most = timeout.minus(SPARE);
    Duration worst = worstCase(request);
    return worst.compareTo(most) <= 0
        ? Optional.empty()
        : Optional.of(
            "maxDuration %s and watch %s can take up to %s, but CloudFormation waits %s for the resource, which leaves %s for the release: use a shorter maxDuration or watch"
                .formatted(
                    DurationText.of(request.settings().maxDuration()),
                    DurationText.of(request.settings().watch()),
                    DurationText.of(worst),
                    DurationText.of(timeout),
                    DurationText.of(most.isNegative() ? Duration.ZERO : most)));
  }
}
