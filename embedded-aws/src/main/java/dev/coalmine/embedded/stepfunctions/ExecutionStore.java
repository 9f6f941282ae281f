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

/**
 * Executions by ARN and in start order. It does not start them. Those that ended first are dropped
 * when there are too many, or after 90 days as on AWS (Step Functions quotas, "Execution history
 * retention time"). A running one is never dropped.
 */
final class ExecutionStore {
  private static final Duration RETENTION = Duration.ofDays(90);

  private final Map<String, ExecutionRecord> byArn = new HashMap<>();
  private final List<ExecutionRecord> inOrder = new ArrayList<>();
  private final InstantSource clock;
  private int mostEnded = Integer.MAX_VALUE;

  ExecutionStore(InstantSource clock) {
    this.clock = clock;
  }

  /** Sets how many ended executions are kept; any number at first. */
  synchronized void keepEnded(int most) {
    mostEnded = most;
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
    dropOldest();
    ExecutionRecord execution = new ExecutionRecord(start);
    byArn.put(start.executionArn(), execution);
    inOrder.remove(present);
    inOrder.add(execution);
    return new RegisteredExecution(execution, true);
  }

  /** All executions, the first started first. */
  synchronized List<ExecutionRecord> all() {
    return List.copyOf(inOrder);
  }

  /** Adds an execution that has ended before. */
  synchronized void restore(ExecutionEngine.ExecutionStart start, ExecutionView view) {
    ExecutionRecord execution = new ExecutionRecord(start);
    execution.view(view);
    inOrder.remove(byArn.put(start.executionArn(), execution));
    inOrder.add(execution);
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

  private void dropOldest() {
    List<ExecutionRecord> ended =
        inOrder.stream()
            .flatMap(
                execution ->
                    execution.view().stopDate().map(at -> Map.entry(at, execution)).stream())
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .toList();
    int tooMany = Math.max(0, ended.size() - mostEnded);
    for (int i = 0; i < ended.size() && (i < tooMany || isNameFree(ended.get(i))); i++) {
      remove(ended.get(i));
    }
  }

  private boolean isNameFree(ExecutionRecord execution) {
    Instant now = clock.instant();
    return execution
        .view()
        .stopDate()
        .map(stopped -> stopped.plus(RETENTION).isBefore(now))
        .orElse(false);
  }
}
