package dev.coalmine.release;

/** Why a release goes back, in one of a few words: what rollbacks are counted by. */
public enum RollbackCause {
  /** It does not go back. */
  NONE,
  /** An alarm of its gate went off. */
  ALARM,
  /** Its canary fails more than the baseline, or more than any version may. */
  ERRORS,
  /** Its canary is slower than the baseline, or than any version may be. */
  LATENCY,
  /** Its canary should have had requests, and shows none. */
  NO_TRAFFIC,
  /** It was not proven within its time. */
  TIME,
  /** A hook failed, or did not answer. */
  HOOK,
  /** A person said so. */
  PERSON,
  /** A person was asked, and did not answer. */
  UNANSWERED,
  /** A release of a newer version took its place. */
  REPLACED,
  /** Somebody else was first at one of its targets, after another one had been moved. */
  OVERTAKEN,
  /** A state failed for good, or AWS did not get done what it was told to do. */
  FAULT,
  /** It had been promoted, and was taken back after its end. */
  REVERTED,
  /** Its execution was ended from outside. */
  STOPPED;

  /** That of a document that was written before there were causes. */
  static RollbackCause orNone(RollbackCause cause) {
    return cause == null ? NONE : cause;
  }
}
