package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.ExecutionStatus;
import java.util.Optional;

/**
 * Whether AWS would redrive an execution, as DescribeExecution and EventBridge's events say it
 * (recorded: RUNNING, SUCCEEDED, FAILED and TIMED_OUT; ABORTED by the developer guide, "Redriving
 * executions").
 *
 * @param name REDRIVABLE or NOT_REDRIVABLE
 * @param reason why it cannot be redriven; absent if it can
 */
public record RedriveStatus(String name, Optional<String> reason) {

  /** The redrive status of an execution with this status. */
  public static RedriveStatus of(ExecutionStatus status) {
    return switch (status) {
      case FAILED, TIMED_OUT, ABORTED -> new RedriveStatus("REDRIVABLE", Optional.empty());
      case RUNNING, SUCCEEDED ->
          new RedriveStatus(
              "NOT_REDRIVABLE", Optional.of("Execution is " + status + " and cannot be redriven"));
    };
  }
}
