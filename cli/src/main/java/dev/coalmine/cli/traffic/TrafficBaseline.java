package dev.coalmine.cli.traffic;

import java.util.Set;

/**
 * What served when the traffic started, which is what a release replaces.
 *
 * @param versions the primary version of each function
 * @param deployment of the stage's production; empty without a stage
 */
record TrafficBaseline(Set<PrimaryVersion> versions, String deployment) {
  /** A version of a function. */
  record PrimaryVersion(String function, String number) {}

  TrafficBaseline {
    versions = Set.copyOf(versions);
  }

  /** Whether the route's version is a version of the baseline. */
  boolean includes(TrafficRoute route) {
    return route.function().isEmpty()
        || versions.contains(new PrimaryVersion(route.function(), route.version()));
  }

  /**
   * Whether the version is the baseline's but the stage is not: it has another deployment, or a
   * canary that differs in variables only, because it calls the same backends as production.
   */
  boolean isRedeployed(TrafficRoute route) {
    TrafficRoute.StageSide side = route.side();
    return includes(route)
        && (!side.deployment().equals(deployment) || (side.canary() && side.sameBackends()));
  }

  /** Whether nothing of the route is new. */
  boolean isUnchanged(TrafficRoute route) {
    return includes(route) && !isRedeployed(route);
  }
}
