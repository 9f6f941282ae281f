package dev.coalmine.cli.traffic;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The behaviour of a version.
 *
 * @param errorRate share of its requests that fail, 0 to 1
 * @param http500Rate share of the other requests that it answers with HTTP 500, 0 to 1; Lambda
 *     counts no error, as the invocation succeeds
 * @param median duration in milliseconds
 * @param sigma standard deviation of the duration's logarithm
 * @param coldStarts when a container starts
 * @param warmUp of its containers, request by request
 * @param timeoutShare share of requests that never answer and fail at the function's time-out, 0 to
 *     1
 * @param timeoutMillis that time-out, in milliseconds
 * @param changes over the minutes since the release started
 */
record VersionBehaviour(
    double errorRate,
    double http500Rate,
    double median,
    double sigma,
    ColdStarts coldStarts,
    ContainerWarmUp warmUp,
    double timeoutShare,
    double timeoutMillis,
    List<BehaviourChange> changes) {
  VersionBehaviour {
    changes = List.copyOf(changes);
  }

  /** The same with more changes. */
  VersionBehaviour withChanges(List<BehaviourChange> incidents) {
    return new VersionBehaviour(
        errorRate,
        http500Rate,
        median,
        sigma,
        coldStarts,
        warmUp,
        timeoutShare,
        timeoutMillis,
        Stream.concat(changes.stream(), incidents.stream()).toList());
  }

  /** The same with longer durations. */
  VersionBehaviour slower(double factor) {
    return factor == 1
        ? this
        : new VersionBehaviour(
            errorRate,
            http500Rate,
            median * factor,
            sigma,
            coldStarts,
            warmUp,
            timeoutShare,
            timeoutMillis,
            changes);
  }

  /** The behaviour at a minute since the start of the release. */
  VersionBehaviour at(double minute) {
    double slower = 1;
    for (BehaviourChange change : changes) {
      slower *= 1 + change.strength(minute) * (change.slowdown() - 1);
    }
    return new VersionBehaviour(
        share(errorRate + added(minute, BehaviourChange::addErrors)),
        share(http500Rate + added(minute, BehaviourChange::addHttp500)),
        median * slower,
        sigma,
        coldStarts.withShare(
            share(coldStarts.share() + added(minute, BehaviourChange::addColdStarts))),
        warmUp,
        share(timeoutShare + added(minute, BehaviourChange::addTimeouts)),
        timeoutMillis,
        List.of());
  }

  /** The share of its requests that fail for their callers, 0 to 1. */
  double failureRate() {
    return errorRate + (1 - errorRate) * http500Rate;
  }

  private double added(double minute, ToDoubleFunction<BehaviourChange> what) {
    return changes.stream()
        .mapToDouble(change -> change.strength(minute) * what.applyAsDouble(change))
        .sum();
  }

  private static double share(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
