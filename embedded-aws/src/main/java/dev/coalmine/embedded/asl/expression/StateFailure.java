package dev.coalmine.embedded.asl.expression;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The failure of a state, with the error name for Retry and Catch. An error or cause that nobody
 * gave is not the same as an empty one: a Catch passes on null for the first and "" for the second.
 */
public final class StateFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // Never serialised.
  private final transient Optional<String> error;
  private final transient Optional<String> explanation;
  private final boolean heartbeat;

  private StateFailure(Optional<String> error, Optional<String> explanation, boolean heartbeat) {
    super(error.orElse("") + ": " + explanation.orElse(""), null, false, false);
    this.error = error;
    this.explanation = explanation;
    this.heartbeat = heartbeat;
  }

  /** A failure by name. */
  public StateFailure(String error, String explanation) {
    this(Optional.of(error), Optional.of(explanation), false);
  }

  /** A failure whose error or cause may be absent, as SendTaskFailure permits. */
  public static StateFailure of(Optional<String> error, Optional<String> cause) {
    return new StateFailure(error, cause, false);
  }

  /** A States.Runtime failure, which no Retry and no Catch matches. */
  public static StateFailure runtime(String explanation) {
    return new StateFailure(ErrorName.RUNTIME, explanation);
  }

  static StateFailure intrinsic(String explanation) {
    return new StateFailure(ErrorName.INTRINSIC_FAILURE, explanation);
  }

  /**
   * States.DataLimitExceeded.
   *
   * @param what the state or the kind of task
   */
  public static StateFailure tooLarge(String what) {
    return new StateFailure(
        ErrorName.DATA_LIMIT_EXCEEDED,
        "The state/task '"
            + what
            + "' returned a result with a size exceeding the maximum number of bytes service"
            + " limit.");
  }

  /**
   * A time-out. Recorded behaviour: its cause is "" for a Catch, and absent from the history
   * (LocalStack's snapshots of AWS, test_invoke_timeout).
   */
  public static StateFailure timeout() {
    return new StateFailure(ErrorName.TIMEOUT, "");
  }

  /** Recorded behaviour: a missed heartbeat is States.Timeout in the history too. */
  public static StateFailure heartbeatTimeout() {
    return new StateFailure(Optional.of(ErrorName.TIMEOUT), Optional.of(""), true);
  }

  /** Its name; empty if it has none. */
  public String error() {
    return error.orElse("");
  }

  /** Its cause; empty if it has none. */
  public String explanation() {
    return explanation.orElse("");
  }

  /**
   * What a Catch makes of it: Error and Cause, null where nobody gave one (recorded behaviour:
   * test_sqs_failure_in_wait_for_task_tok_no_error_field).
   */
  public Map<String, Object> errorOutput() {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Error", error.orElse(null));
    output.put("Cause", explanation.orElse(null));
    return Collections.unmodifiableMap(output);
  }

  /** The same failure with its state in the explanation. Only States.Runtime has it (recorded). */
  public StateFailure in(String state, int enteredEvent) {
    if (!error().equals(ErrorName.RUNTIME)) {
      return this;
    }
    return runtime(
        "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
            .formatted(state, enteredEvent, explanation()));
  }

  /** Adds error and cause to an event's details, if they are there and not empty. */
  public void addTo(Map<String, Object> facts) {
    error.filter(text -> !text.isEmpty()).ifPresent(text -> facts.put("error", text));
    explanation.filter(text -> !text.isEmpty()).ifPresent(text -> facts.put("cause", text));
  }

  /** Whether an ErrorEquals entry matches this failure. */
  public boolean matches(String errorEquals) {
    String name = error();
    if (name.equals(ErrorName.RUNTIME)) {
      return false;
    }
    return switch (errorEquals) {
      case ErrorName.ALL -> true;
      case ErrorName.TASK_FAILED -> !name.equals(ErrorName.TIMEOUT);
      case ErrorName.HEARTBEAT_TIMEOUT -> heartbeat || name.equals(errorEquals);
      default -> name.equals(errorEquals);
    };
  }
}
