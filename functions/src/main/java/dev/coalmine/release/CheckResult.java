package dev.coalmine.release;

/**
 * The result of one check: a target's metrics or an alarm.
 *
 * @param status how it counts towards the verdict
 * @param reason what was read, in words and numbers
 * @param cause the cause of a rollback because of it; NONE unless it is bad
 */
record CheckResult(CheckStatus status, String reason, RollbackCause cause) {

  /** A result that leads to no rollback. */
  CheckResult(CheckStatus status, String reason) {
    this(status, reason, RollbackCause.NONE);
  }

  /** How a check counts towards the verdict. */
  enum CheckStatus {
    /** Read, and bad. */
    BAD,
    /** Could not be read: the verdict can only be FAIL or INCONCLUSIVE. */
    UNKNOWN,
    /** Read, and in doubt: the verdict can only be FAIL or INCONCLUSIVE. */
    DOUBTFUL,
    /** Has no data yet. */
    SILENT,
    /** Read, and fine. */
    GOOD,
    /** Was bad before the release, so it is no evidence against the canary. */
    EXCUSED
  }
}
