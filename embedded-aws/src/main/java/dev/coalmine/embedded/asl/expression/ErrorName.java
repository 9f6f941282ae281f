package dev.coalmine.embedded.asl.expression;

import java.util.Set;

/** The error names that Amazon States Language defines. */
public final class ErrorName {
  public static final String ALL = "States.ALL";
  static final String TASK_FAILED = "States.TaskFailed";
  public static final String TIMEOUT = "States.Timeout";
  static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
  static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
  static final String INTRINSIC_FAILURE = "States.IntrinsicFailure";
  public static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
  static final String RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure";

  /**
   * No Retry and no Catch matches this error, not even with States.ALL (Step Functions developer
   * guide, "Error names").
   */
  public static final String RUNTIME = "States.Runtime";

  private static final Set<String> CATCHABLE =
      Set.of(
          ALL,
          TASK_FAILED,
          TIMEOUT,
          HEARTBEAT_TIMEOUT,
          DATA_LIMIT_EXCEEDED,
          INTRINSIC_FAILURE,
          NO_CHOICE_MATCHED,
          RESULT_PATH_MATCH_FAILURE,
          RUNTIME,
          "States.Permissions",
          "States.ParameterPathFailure");

  private ErrorName() {}

  /**
   * Whether an ErrorEquals entry is valid. Names outside the language must not start with
   * "States.".
   */
  public static boolean isAllowed(String errorEquals) {
    return CATCHABLE.contains(errorEquals)
        || (!errorEquals.isEmpty() && !errorEquals.startsWith("States."));
  }
}
