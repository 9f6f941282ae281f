package dev.coalmine.cli.prove;

/** How a run can break the promise. */
enum ViolationKind {
  /** A release never ends. */
  NEVER_ENDS,
  /** A target serves neither the new version nor what it served before, and nobody is told. */
  LEFT,
  /** Some targets of one release are new and others are not, and nobody is told. */
  HALF,
  /** Somebody else's change was overwritten. */
  OVERWRITTEN,
  /** A mark of an ended release refuses every later one, and nobody is told. */
  MARK_LEFT,
  /** PROMOTED was said, but the new version is not served. */
  NOT_PROMOTED,
  /** ROLLED_BACK was said, but not all is as before. */
  NOT_BACK,
  /** REFUSED was said, but a target was moved. */
  REFUSED_TOUCHED,
  /** STUCK was the last word, but all is as before. */
  FALSE_STUCK,
  /** A bad canary was promoted. */
  BAD_PROMOTED,
  /** A release ended, and no event says so. */
  UNTOLD,
  /** An event says another end than the execution has. */
  CONTRADICTED,
  /** A stack or pipeline was told nothing, or something else than what happened. */
  DOOR,
  /** The explorer itself failed. */
  EXPLORER
}
