package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.TaskTokenResult;
import java.time.Instant;

/** What runs executions; {@link StepFunctionsService} only keeps the books. */
public interface ExecutionEngine {
  /**
   * Starts an execution. May run it to its end before it returns; called without any lock.
   *
   * @throws RuntimeException if it cannot be started; it then never was
   */
  ExecutionView start(ExecutionStart start);

  /** Ends the task that waits for this token, with a result in JSON. */
  TaskTokenResult succeed(String token, String output);

  /** Fails the task that waits for this token; error and cause may be empty. */
  TaskTokenResult fail(String token, String error, String cause);

  /** Tells that the task that waits for this token is still being worked on. */
  TaskTokenResult heartbeat(String token);

  /**
   * What to start.
   *
   * @param executionArn the execution's ARN
   * @param name the execution's name
   * @param machine what to run
   * @param input JSON
   * @param startDate when it was asked for
   */
  record ExecutionStart(
      String executionArn, String name, StateMachine machine, String input, Instant startDate) {}
}
