package dev.coalmine.target;

/** What a release moves: an alias of a function, or a stage of a REST API. */
public sealed interface Target permits AliasTarget, StageTarget {
  /** What it stands at when the canary serves everything, given how it stood before. */
  Routing promotedRouting(Routing before);

  /** The same with the canary at a weight beside what served before. */
  Routing splitRouting(Routing before, Weight weight);

  /** The canary's share in a routing of this target. */
  Weight weightIn(Routing standing);

  /** The canary in a word or two: {@code 8}, {@code deployment x9y8z7}. */
  String canaryText();

  /** What the release is called by default: letters, digits, {@code _} and {@code -}. */
  String defaultReleaseId();

  /** Whether it has a revision that a write can name, so that the loser of a race is told. */
  boolean isWrittenConditionally();

  /** Which sort of thing it is, in words. */
  String kindText();

  /** How it stands in the outcome. */
  TargetChange toChange(Routing before);
}
