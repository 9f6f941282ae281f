package dev.coalmine.cli.traffic;

import java.util.Set;

/**
 * What served when the callers began: what a release replaces.
 *
 * @param versions that were primary, each of its function
 * @param deployment of the stage's production; empty without a stage
 */
record TrafficBaseline(Set<PrimaryVersion> versions, String deployment) {
  /** A version of a function. */
  record PrimaryVersion(String function, String number) {}

  TrafficBaseline {
    versions = Set.copyOf(versions);
  }

  /** Whether the function that runs is as it was. */
  boolean includes(TrafficRoute lane) {
    return lane.function().isEmpty()
        || versions.contains(new PrimaryVersion(lane.function(), lane.version()));
  }

  /**
   * Whether the function that runs is as it was and the stage before it is not: another deployment,
   * or a canary that can only differ in its variables, as it asks whom production asks.
   */
  boolean isRedeployed(TrafficRoute lane) {
    TrafficRoute.StageSide side = lane.side();
    return includes(lane)
        && (!side.deployment().equals(deployment) || (side.canary() && side.sameBackends()));
  }

  /** Whether nothing of it is new. */
  boolean isUnchanged(TrafficRoute lane) {
    return includes(lane) && !isRedeployed(lane);
  }
}
