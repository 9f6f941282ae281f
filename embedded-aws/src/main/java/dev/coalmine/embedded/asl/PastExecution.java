package dev.coalmine.embedded.asl;

import java.time.Instant;
import java.util.Optional;

/**
 * What is left of an execution that has ended.
 *
 * @param status how it ended
 * @param output of a successful execution: a JSON tree
 * @param error empty for none
 * @param cause empty for none
 * @param stopDate when it ended
 * @param state the last entered state; empty for none
 * @param history all its events
 */
public record PastExecution(
    ExecutionStatus status,
    Optional<Object> output,
    String error,
    String cause,
    Instant stopDate,
    String state,
    PackedHistory history) {

  public PastExecution {
    if (status == ExecutionStatus.RUNNING) {
      throw new IllegalArgumentException("an execution that is RUNNING has not ended");
    }
  }

  ExecutionEnd end() {
    return new ExecutionEnd(status, output.orElse(null), error, cause, Optional.of(stopDate));
  }
}
