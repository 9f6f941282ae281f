package dev.coalmine.release;

/**
 * What one reading means for the canary.
 *
 * @param status how it counts
 * @param reason the reading in words, with its numbers
 * @param cause what it counts as, should the release go back for it; NONE unless it is bad
 */
record CheckResult(CheckStatus status, String reason, RollbackCause cause) {

  /** One for which nothing goes back. */
  CheckResult(CheckStatus kind, String says) {
    this(kind, says, RollbackCause.NONE);
  }

  /** How an opinion counts towards a verdict. */
  enum CheckStatus {
    /** Measured, and nothing speaks against the canary. */
    GOOD,
    /** Measured, and bad. */
    BAD,
    /** Could not be measured now: no verdict but a bad one is possible without it. */
    UNKNOWN,
    /** Measures nothing yet. */
    SILENT,
    /** Was bad before the release, so that it can't speak of the canary. */
    EXCUSED
  }
}
