package dev.coalmine.target;

/** A target of a release: an alias of a function, or a stage of a REST API. */
public sealed interface Target permits AliasTarget, StageTarget {
  /** The routing after the promotion, given the routing from before. */
  Routing promotedRouting(Routing before);

  /** The routing with the canary at a weight, given the routing from before. */
  Routing splitRouting(Routing before, Weight weight);

  /**
   * Whether a routing serves all requests as before, and has nothing of the promotion. What
   * somebody added beside it, such as a variable, is theirs.
   */
  default boolean isBack(Routing stands, Routing before) {
    Routing promoted = promotedRouting(before);
    return stands.servesAllOf(before, promoted) && !stands.hasPartOf(promoted, before);
  }

  /** The canary's weight in a routing of this target. */
  Weight weightIn(Routing standing);

  /** The canary in one or two words: {@code 8}, {@code deployment x9y8z7}. */
  String canaryText();

  /** What the target serves once the canary is promoted: {@code version 8}. */
  String wantedText();

  /** The default id of the release: letters, digits, {@code _} and {@code -}. */
  String defaultReleaseId();

  /** Whether a write can name the revision that it expects, so that the loser of a race fails. */
  boolean isWrittenConditionally();

  /** Whether the other one is the same alias or stage, whatever it brings there. */
  default boolean isSameAs(Target other) {
    return kindText().equals(other.kindText()) && toString().equals(other.toString());
  }

  /** The kind of target in words. */
  String kindText();

  /** The change that events and the outcome show. */
  TargetChange toChange(Routing before);
}
