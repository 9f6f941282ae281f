package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An execution that was started, running or ended. Read from any thread. */
public interface ExecutionView {
  /** How it stands. */
  ExecutionStatus status();

  /** JSON, once it succeeded. */
  Optional<String> output();

  /** The error name, once it failed, timed out or was stopped with one. */
  Optional<String> error();

  /** The explanation that goes with the error. */
  Optional<String> cause();

  /** When it ended; empty while it runs. */
  Optional<Instant> stopDate();

  /**
   * What happened so far, oldest first, each as GetExecutionHistory answers it: {@code timestamp}
   * (an {@link Instant}), {@code type}, {@code id}, {@code previousEventId} and details.
   */
  List<Map<String, Object>> history();

  /** Stops it if it runs still; error and cause may be empty. No Catch is entered. */
  void stop(String error, String cause);
}
