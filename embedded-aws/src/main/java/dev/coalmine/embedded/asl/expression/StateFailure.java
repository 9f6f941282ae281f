package dev.coalmine.embedded.asl.expression;

import java.util.Map;

/** The failure of a state, with the error name for Retry and Catch. */
public final class StateFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String error;
  private final String explanation;
  private final boolean heartbeat;

  private StateFailure(String error, String explanation, boolean heartbeat) {
    super(error + ": " + explanation, null, false, false);
    this.error = error;
    this.explanation = explanation;
    this.heartbeat = heartbeat;
  }

  /** A failure by name. An empty explanation is none. */
  public StateFailure(String error, String explanation) {
    this(error, explanation, false);
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
            + "' returned a result with a size exceeding the maximum number of bytes service limit.");
  }

  public static StateFailure timeout() {
    return new StateFailure(ErrorName.TIMEOUT, "");
  }

  /** Recorded behaviour: a missed heartbeat is States.Timeout in the history too. */
  public static StateFailure heartbeatTimeout() {
    return new StateFailure(ErrorName.TIMEOUT, "", true);
  }

  public String error() {
    return error;
  }

  public String explanation() {
    return explanation;
  }

  /** The same failure with its state in the explanation. Only States.Runtime has it (recorded). */
  public StateFailure in(String state, int enteredEvent) {
    if (!error.equals(ErrorName.RUNTIME)) {
      return this;
    }
    return runtime(
        "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
            .formatted(state, enteredEvent, explanation));
  }

  /** Adds error and cause to an event's details, if there are any. */
  public void addTo(Map<String, Object> facts) {
    if (!error.isEmpty()) {
      facts.put("error", error);
    }
    if (!explanation.isEmpty()) {
      facts.put("cause", explanation);
    }
  }

  /** Whether an ErrorEquals entry matches this failure. */
  public boolean matches(String errorEquals) {
    if (error.equals(ErrorName.RUNTIME)) {
      return false;
    }
    return switch (errorEquals) {
      case ErrorName.ALL -> true;
      case ErrorName.TASK_FAILED -> !error.equals(ErrorName.TIMEOUT);
      case ErrorName.HEARTBEAT_TIMEOUT -> heartbeat || error.equals(errorEquals);
      default -> error.equals(errorEquals);
    };
  }
}
