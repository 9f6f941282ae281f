package dev.coalmine.local.traffic;

import java.util.Set;

/**
 * What served when the callers began: what a release replaces.
 *
 * @param versions that were primary, each of its function
 * @param deployment of the stage's production; empty without a stage
 */
record Baseline(Set<Version> versions, String deployment) {
  /** A version of a function. */
  record Version(String function, String number) {}

  Baseline {
    versions = Set.copyOf(versions);
  }

  /** Whether the function that runs is as it was. */
  boolean runs(Lane lane) {
    return lane.function().isEmpty()
        || versions.contains(new Version(lane.function(), lane.version()));
  }

  /**
   * Whether the function that runs is as it was and the stage before it is not: another deployment,
   * or a canary that can only differ in its variables, as it asks whom production asks.
   */
  boolean isServedAnew(Lane lane) {
    Lane.Side side = lane.side();
    return runs(lane) && (!side.deployment().equals(deployment) || (side.canary() && side.alike()));
  }

  /** Whether nothing of it is new. */
  boolean serves(Lane lane) {
    return runs(lane) && !isServedAnew(lane);
  }
}
