package dev.coalmine.embedded.codepipeline;

import java.util.Map;

/**
 * How an action of a pipeline ended.
 *
 * @param status succeeded or not
 * @param type of a failure, such as {@code JobFailed}; else empty
 * @param message the summary of a success, the message of a failure
 * @param externalExecutionId what the function called its work; may be empty
 * @param outputVariables of a success
 */
public record PipelineActionResult(
    PipelineActionStatus status,
    String type,
    String message,
    String externalExecutionId,
    Map<String, Object> outputVariables) {

  /** The ends that there are. */
  public enum PipelineActionStatus {
    /** The function said so. */
    SUCCEEDED,
    /** The function said so, or could not be invoked. */
    FAILED,
    /** The function said nothing for 20 minutes, or nothing final for a day. */
    TIMED_OUT
  }

  static PipelineActionResult failed(String type, String message, String externalExecutionId) {
    return new PipelineActionResult(
        PipelineActionStatus.FAILED, type, message, externalExecutionId, Map.of());
  }
}
