package dev.coalmine.embedded.codepipeline;

import java.util.Map;

/**
 * The result of a pipeline action.
 *
 * @param status its status
 * @param type of a failure, such as {@code JobFailed}; else empty
 * @param message the summary of a success, the message of a failure
 * @param externalExecutionId the function's id of its work; may be empty
 * @param outputVariables of a success
 */
public record PipelineActionResult(
    PipelineActionStatus status,
    String type,
    String message,
    String externalExecutionId,
    Map<String, Object> outputVariables) {

  /** The final statuses. */
  public enum PipelineActionStatus {
    /** The function reported success. */
    SUCCEEDED,
    /** The function reported a failure, or could not be invoked. */
    FAILED,
    /** The function reported nothing for 20 minutes, or nothing final for a day. */
    TIMED_OUT
  }

  static PipelineActionResult failed(String type, String message, String externalExecutionId) {
    return new PipelineActionResult(
        PipelineActionStatus.FAILED, type, message, externalExecutionId, Map.of());
  }
}
