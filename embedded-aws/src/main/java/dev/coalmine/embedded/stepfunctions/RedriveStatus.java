package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether AWS would redrive an execution, as DescribeExecution and EventBridge's events say it
 * (recorded: RUNNING, SUCCEEDED, FAILED and TIMED_OUT; ABORTED by the developer guide, "Redriving
 * executions"). The reasons of an execution that is too old or too long are in the API reference,
 * DescribeExecution, "redriveStatusReason".
 *
 * @param name REDRIVABLE or NOT_REDRIVABLE
 * @param reason why it cannot be redriven; absent if it can
 */
public record RedriveStatus(String name, Optional<String> reason) {
  private static final Duration PERIOD = Duration.ofDays(14);

  /** The event of the redrive and another one must have room in the history. */
  private static final int TOO_MANY_EVENTS = 24_999;

  /** The redrive status of an execution at this moment. */
  static RedriveStatus of(ExecutionView view, Instant now) {
    RedriveStatus status = of(view.status());
    if (status.reason().isPresent()) {
      return status;
    }
    if (view.stopDate().filter(end -> end.plus(PERIOD).isBefore(now)).isPresent()) {
      return not("Execution redrivable period exceeded");
    }
    return view.history().size() >= TOO_MANY_EVENTS
        ? not("Execution history event limit exceeded")
        : status;
  }

  private static RedriveStatus not(String reason) {
    return new RedriveStatus("NOT_REDRIVABLE", Optional.of(reason));
  }

  /** The redrive status of an execution that has just got this status. */
  public static RedriveStatus of(ExecutionStatus status) {
    return switch (status) {
      case FAILED, TIMED_OUT, ABORTED -> new RedriveStatus("REDRIVABLE", Optional.empty());
      case RUNNING, SUCCEEDED -> not("Execution is " + status + " and cannot be redriven");
    };
  }
}
