package dev.coalmine.cli.world;

import dev.coalmine.embedded.asl.ExecutionStatus;
import dev.coalmine.embedded.stepfunctions.StateMachine;
import java.time.Instant;
import java.util.Optional;

/**
 * An execution as it is saved, without its history.
 *
 * @param arn its ARN
 * @param name its name
 * @param machine its state machine, with the definition of its start
 * @param input JSON
 * @param startDate when it was started
 * @param status RUNNING if it had not ended
 * @param output JSON of a successful execution
 * @param error empty for none
 * @param cause empty for none
 * @param stopDate when it ended
 * @param state the last entered state; empty for none
 */
public record SavedExecution(
    String arn,
    String name,
    StateMachine machine,
    String input,
    Instant startDate,
    ExecutionStatus status,
    Optional<String> output,
    String error,
    String cause,
    Optional<Instant> stopDate,
    String state) {

  public SavedExecution {
    if ((status == ExecutionStatus.RUNNING) != stopDate.isEmpty()) {
      throw new IllegalArgumentException("an execution has a stopDate if it is not RUNNING");
    }
  }

  /** The same, ended at the restart of its account. */
  SavedExecution aborted(Instant at, String newError, String newCause) {
    return new SavedExecution(
        arn,
        name,
        machine,
        input,
        startDate,
        ExecutionStatus.ABORTED,
        Optional.empty(),
        newError,
        newCause,
        Optional.of(at),
        state);
  }
}
