package dev.coalmine.release;

/** The cause of a rollback, by which metrics count rollbacks. */
public enum RollbackCause {
  /** No rollback. */
  NONE,
  /** An alarm of the gate. */
  ALARM,
  /** The canary fails more often than the baseline, or than any version may. */
  ERRORS,
  /** The canary is slower than the baseline, or than any version may be. */
  LATENCY,
  /** The probes of the canary's version were measured worse than those of the baseline's. */
  PROBE,
  /** The canary should have had requests but had none. */
  NO_TRAFFIC,
  /** Inconclusive after the maximum duration, or unproven after the watch. */
  TIME,
  /** A hook failed or did not answer. */
  HOOK,
  /** A command of a person. */
  PERSON,
  /** An approval timed out. */
  UNANSWERED,
  /** A release of a newer version replaced it. */
  REPLACED,
  /** Someone else wrote to one of its targets first, after it had written to another one. */
  OVERTAKEN,
  /** A state failed, or AWS did not finish a change in time. */
  FAULT,
  /** The promoted release was reverted after its end. */
  REVERTED,
  /** The execution was stopped or timed out. */
  STOPPED;

  /** NONE for documents of an execution that began before there were causes. */
  static RollbackCause orNone(RollbackCause cause) {
    return cause == null ? NONE : cause;
  }
}
