package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An execution that was started. Any thread may read it. */
public interface ExecutionView {
  /** The current status. */
  ExecutionStatus status();

  /** The output in JSON, once it succeeded. */
  Optional<String> output();

  /** The error name of a failed, timed out or stopped execution, if it has one. */
  Optional<String> error();

  /** The explanation of the error. */
  Optional<String> cause();

  /** When it ended; empty while it runs. */
  Optional<Instant> stopDate();

  /**
   * The events so far, oldest first, in the format of GetExecutionHistory: {@code timestamp} (an
   * {@link Instant}), {@code type}, {@code id}, {@code previousEventId} and details.
   */
  List<Map<String, Object>> history();

  /** How often it was redriven. */
  default int redriveCount() {
    return 0;
  }

  /** When it was redriven last. */
  default Optional<Instant> redriveDate() {
    return Optional.empty();
  }

  /** Continues it from the step that did not succeed; returns false if it runs or succeeded. */
  default boolean redrive() {
    return false;
  }

  /** Stops it if it still runs. Error and cause may be empty. No Catch applies. */
  void stop(String error, String cause);
}
