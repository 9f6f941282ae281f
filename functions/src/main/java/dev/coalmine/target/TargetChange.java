package dev.coalmine.target;

/**
 * The change of a target, as events and the outcome show it: what it served before, and what it
 * serves after the promotion.
 */
public sealed interface TargetChange permits AliasChange, StageChange {
  /** The target's name: {@code function:alias} or {@code api/stage}. */
  String targetName();

  /** What the target served before the release: a version, or a deployment and its variables. */
  String before();

  /** What the target serves when promoted. */
  String after();
}
