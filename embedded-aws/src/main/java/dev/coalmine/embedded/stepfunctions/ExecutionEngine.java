package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.TaskTokenResult;
import java.time.Instant;
import java.util.Optional;

/** Runs executions. {@link StepFunctionsService} only stores them. */
public interface ExecutionEngine {
  /**
   * Starts an execution. It may run to its end before this returns. The caller holds no lock.
   *
   * @throws RuntimeException if it cannot be started; no execution exists then
   */
  ExecutionView start(ExecutionStart start);

  /** Ends the task with this token with a JSON result. */
  TaskTokenResult succeed(String token, String output);

  /** Fails the task with this token. An error or cause that the caller left out is absent. */
  TaskTokenResult fail(String token, Optional<String> error, Optional<String> cause);

  /** Sends a heartbeat of the task with this token. */
  TaskTokenResult heartbeat(String token);

  /**
   * The execution to start.
   *
   * @param executionArn the execution's ARN
   * @param name the execution's name
   * @param machine its state machine
   * @param input JSON
   * @param startDate when it was requested
   */
  record ExecutionStart(
      String executionArn, String name, StateMachine machine, String input, Instant startDate) {}
}
