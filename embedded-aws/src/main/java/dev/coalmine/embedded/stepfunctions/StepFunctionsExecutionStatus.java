package dev.coalmine.embedded.stepfunctions;

/** How an execution of a state machine stands, in AWS's words. */
public enum StepFunctionsExecutionStatus {
  /** Not ended yet. */
  RUNNING,
  /** Ended in a Succeed state or at an End. */
  SUCCEEDED,
  /** Ended in a Fail state or by an error that nothing caught. */
  FAILED,
  /** Ended by the TimeoutSeconds of the whole machine. */
  TIMED_OUT,
  /** Stopped from outside. */
  ABORTED
}
