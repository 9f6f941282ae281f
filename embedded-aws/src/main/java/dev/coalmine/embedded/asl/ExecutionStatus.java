package dev.coalmine.embedded.asl;

/** How an execution stands; the names are AWS's. */
public enum ExecutionStatus {
  /** It goes on. */
  RUNNING,
  /** It ended with an output. */
  SUCCEEDED,
  /** It ended with an error. */
  FAILED,
  /** The machine's own time limit was over. */
  TIMED_OUT,
  /** Somebody stopped it. */
  ABORTED
}
