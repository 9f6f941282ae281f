package dev.coalmine.embedded.asl;

/** The implemented types of history events. */
public enum HistoryEventType {
  /** The execution started. */
  EXECUTION_STARTED("ExecutionStarted", "executionStartedEventDetails"),
  /** The execution ended with an output. */
  EXECUTION_SUCCEEDED("ExecutionSucceeded", "executionSucceededEventDetails"),
  /** The execution ended with an error. */
  EXECUTION_FAILED("ExecutionFailed", "executionFailedEventDetails"),
  /** StopExecution ended the execution. */
  EXECUTION_ABORTED("ExecutionAborted", "executionAbortedEventDetails"),
  /** The execution exceeded the machine's TimeoutSeconds. */
  EXECUTION_TIMED_OUT("ExecutionTimedOut", "executionTimedOutEventDetails"),
  /** RedriveExecution continued the execution after its end. */
  EXECUTION_REDRIVEN("ExecutionRedriven", "executionRedrivenEventDetails"),
  /** A Pass state begins. */
  PASS_STATE_ENTERED("PassStateEntered", "stateEnteredEventDetails"),
  /** A Pass state ends. */
  PASS_STATE_EXITED("PassStateExited", "stateExitedEventDetails"),
  /** A Task state begins. */
  TASK_STATE_ENTERED("TaskStateEntered", "stateEnteredEventDetails"),
  /** A Task state ends, by success or by Catch. */
  TASK_STATE_EXITED("TaskStateExited", "stateExitedEventDetails"),
  /** A Choice state begins. */
  CHOICE_STATE_ENTERED("ChoiceStateEntered", "stateEnteredEventDetails"),
  /** A Choice state ends. */
  CHOICE_STATE_EXITED("ChoiceStateExited", "stateExitedEventDetails"),
  /** A Wait state begins. */
  WAIT_STATE_ENTERED("WaitStateEntered", "stateEnteredEventDetails"),
  /** A Wait state ends. */
  WAIT_STATE_EXITED("WaitStateExited", "stateExitedEventDetails"),
  /** A Succeed state begins. */
  SUCCEED_STATE_ENTERED("SucceedStateEntered", "stateEnteredEventDetails"),
  /** A Succeed state ends. */
  SUCCEED_STATE_EXITED("SucceedStateExited", "stateExitedEventDetails"),
  /** A Fail state begins; it never exits. */
  FAIL_STATE_ENTERED("FailStateEntered", "stateEnteredEventDetails"),
  /** A task's payload was built; each retry has its own. */
  TASK_SCHEDULED("TaskScheduled", "taskScheduledEventDetails"),
  /** The resource is called. */
  TASK_STARTED("TaskStarted", "taskStartedEventDetails"),
  /** The resource accepted the call. The task waits for its token. */
  TASK_SUBMITTED("TaskSubmitted", "taskSubmittedEventDetails"),
  /** The task has a result. */
  TASK_SUCCEEDED("TaskSucceeded", "taskSucceededEventDetails"),
  /** The task has an error. */
  TASK_FAILED("TaskFailed", "taskFailedEventDetails"),
  /** The task exceeded its timeout, or its heartbeat was missing. */
  TASK_TIMED_OUT("TaskTimedOut", "taskTimedOutEventDetails");

  private final String text;
  private final String detailsField;

  HistoryEventType(String text, String detailsField) {
    this.text = text;
    this.detailsField = detailsField;
  }

  /** The type's name in GetExecutionHistory: {@code TaskStateEntered}. */
  public String wireName() {
    return text;
  }

  /** The details field in GetExecutionHistory: {@code stateEnteredEventDetails}. */
  public String detailsField() {
    return detailsField;
  }

  /** Whether it is the last event of an execution. */
  public boolean endsExecution() {
    return switch (this) {
      case EXECUTION_SUCCEEDED, EXECUTION_FAILED, EXECUTION_ABORTED, EXECUTION_TIMED_OUT -> true;
      default -> false;
    };
  }
}
