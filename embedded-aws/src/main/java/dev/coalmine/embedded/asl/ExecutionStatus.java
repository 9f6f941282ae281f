package dev.coalmine.embedded.asl;

/** The status of an execution, in AWS's words. */
public enum ExecutionStatus {
  /** It runs. */
  RUNNING,
  /** It ended with an output. */
  SUCCEEDED,
  /** It ended with an error. */
  FAILED,
  /** It exceeded the machine's TimeoutSeconds. */
  TIMED_OUT,
  /** StopExecution ended it. */
  ABORTED
}
