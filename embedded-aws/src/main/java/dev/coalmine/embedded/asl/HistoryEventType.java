package dev.coalmine.embedded.asl;

/** What kinds of history events an execution can have here. */
public enum HistoryEventType {
  /** The first event. */
  EXECUTION_STARTED("ExecutionStarted", "executionStartedEventDetails"),
  /** The execution has an output. */
  EXECUTION_SUCCEEDED("ExecutionSucceeded", "executionSucceededEventDetails"),
  /** The execution has an error. */
  EXECUTION_FAILED("ExecutionFailed", "executionFailedEventDetails"),
  /** Somebody stopped the execution. */
  EXECUTION_ABORTED("ExecutionAborted", "executionAbortedEventDetails"),
  /** The machine's TimeoutSeconds are over. */
  EXECUTION_TIMED_OUT("ExecutionTimedOut", "executionTimedOutEventDetails"),
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
  /** A Fail state begins; it never ends. */
  FAIL_STATE_ENTERED("FailStateEntered", "stateEnteredEventDetails"),
  /** A task's payload is made; each retry has its own. */
  TASK_SCHEDULED("TaskScheduled", "taskScheduledEventDetails"),
  /** The resource is called. */
  TASK_STARTED("TaskStarted", "taskStartedEventDetails"),
  /** The resource has taken the call, and the task waits for its token to come back. */
  TASK_SUBMITTED("TaskSubmitted", "taskSubmittedEventDetails"),
  /** The task has a result. */
  TASK_SUCCEEDED("TaskSucceeded", "taskSucceededEventDetails"),
  /** The task has an error. */
  TASK_FAILED("TaskFailed", "taskFailedEventDetails"),
  /** The task took too long, or its heartbeat did not come. */
  TASK_TIMED_OUT("TaskTimedOut", "taskTimedOutEventDetails");

  private final String text;
  private final String detailsField;

  HistoryEventType(String text, String detailsField) {
    this.text = text;
    this.detailsField = detailsField;
  }

  /** As GetExecutionHistory calls it: {@code TaskStateEntered}. */
  public String wireName() {
    return text;
  }

  /** The field in which GetExecutionHistory puts the details: {@code stateEnteredEventDetails}. */
  public String detailsField() {
    return detailsField;
  }

  /** Whether nothing comes after it. */
  public boolean endsExecution() {
    return switch (this) {
      case EXECUTION_SUCCEEDED, EXECUTION_FAILED, EXECUTION_ABORTED, EXECUTION_TIMED_OUT -> true;
      default -> false;
    };
  }
}
