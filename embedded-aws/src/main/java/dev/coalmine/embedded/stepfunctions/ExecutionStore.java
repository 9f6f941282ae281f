package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.ExecutionStatus;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All executions by ARN and in start order. It does not start them. */
final class ExecutionStore {
  private static final Duration NAME_RETENTION = Duration.ofDays(90);

  private final Map<String, ExecutionRecord> byArn = new HashMap<>();
  private final List<ExecutionRecord> inOrder = new ArrayList<>();
  private final InstantSource clock;

  ExecutionStore(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The result of a registration.
   *
   * @param execution the new execution, or the one that already runs
   * @param isNew whether it must be started
   */
  record RegisteredExecution(ExecutionRecord execution, boolean isNew) {}

  /**
   * Registers an execution by the rules of the API reference. While an execution runs, the same
   * name with the same input refers to it. Otherwise the name is taken until 90 days after its end.
   */
  synchronized RegisteredExecution register(ExecutionEngine.ExecutionStart start) {
    ExecutionRecord present = byArn.get(start.executionArn());
    if (present != null && !isNameFree(present)) {
      boolean runs = present.view().status() == ExecutionStatus.RUNNING;
      if (runs && present.start().input().equals(start.input())) {
        return new RegisteredExecution(present, false);
      }
      throw new AwsError(
          400,
          "ExecutionAlreadyExists",
          "Execution Already Exists: '" + start.executionArn() + "'");
    }
    ExecutionRecord execution = new ExecutionRecord(start);
    byArn.put(start.executionArn(), execution);
    inOrder.remove(present);
    inOrder.add(execution);
    return new RegisteredExecution(execution, true);
  }

  /** Removes an execution that could not be started. */
  synchronized void remove(ExecutionRecord execution) {
    byArn.remove(execution.start().executionArn(), execution);
    inOrder.remove(execution);
  }

  synchronized Optional<ExecutionRecord> find(String arn) {
    return Optional.ofNullable(byArn.get(arn));
  }

  /** The executions of one machine, newest first. */
  synchronized List<ExecutionRecord> of(String machine) {
    List<ExecutionRecord> found =
        new ArrayList<>(
            inOrder.stream().filter(one -> one.start().machine().name().equals(machine)).toList());
    Collections.reverse(found);
    return found;
  }

  private boolean isNameFree(ExecutionRecord execution) {
    Instant now = clock.instant();
    return execution
        .view()
        .stopDate()
        .map(stopped -> stopped.plus(NAME_RETENTION).isBefore(now))
        .orElse(false);
  }
}
