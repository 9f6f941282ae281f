package dev.coalmine.aws;

import java.util.Map;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;

/**
 * Results of CodePipeline jobs. Each method returns whether CodePipeline accepted the result: it
 * does not for a job that already has one, or that is over.
 */
public final class PipelineJobs {
  /** CodePipeline's types of failure. */
  public enum JobFailureType {
    /** The release failed. */
    JOB_FAILED,
    /** The action's configuration is invalid. */
    CONFIGURATION_ERROR,
    /** A permission is missing. */
    PERMISSION_ERROR
  }

  private final CodePipelineClient codePipeline;

  PipelineJobs(CodePipelineClient codePipeline) {
    this.codePipeline = codePipeline;
  }

  /**
   * Creates the client from the environment, as in Lambda.
   *
   * @param caller the calling handler, which CloudTrail shows in the user agent
   */
  public static PipelineJobs fromEnvironment(String caller) {
    return new PipelineJobs(
        AwsClients.build(CodePipelineClient.class, CodePipelineClient.builder(), caller));
  }

  /**
   * The action is in progress: CodePipeline creates another job later, with this token.
   *
   * @param token 1 to 2,048 characters
   * @param execution external execution id, at most 1,500 characters
   * @param summary at most 2,048 characters
   * @param percent progress, 0 to 100
   */
  public boolean putInProgress(
      String job, String token, String execution, String summary, int percent) {
    return isAccepted(
        () ->
            codePipeline.putJobSuccessResult(
                put ->
                    put.jobId(job)
                        .continuationToken(token)
                        .executionDetails(
                            details ->
                                details
                                    .summary(summary)
                                    .externalExecutionId(execution)
                                    .percentComplete(percent))));
  }

  /**
   * The action succeeded.
   *
   * @param summary at most 2,048 characters
   * @param variables output variables by name, for later actions
   */
  public boolean putSuccess(
      String job, String execution, String summary, Map<String, String> variables) {
    return isAccepted(
        () ->
            codePipeline.putJobSuccessResult(
                put ->
                    put.jobId(job)
                        .outputVariables(variables)
                        .executionDetails(
                            details ->
                                details
                                    .summary(summary)
                                    .externalExecutionId(execution)
                                    .percentComplete(100))));
  }

  /**
   * The action failed.
   *
   * @param message 1 to 5,000 characters
   * @param execution external execution id; empty if nothing ran
   */
  public boolean putFailure(String job, JobFailureType kind, String message, String execution) {
    return isAccepted(
        () ->
            codePipeline.putJobFailureResult(
                put ->
                    put.jobId(job)
                        .failureDetails(
                            details ->
                                details
                                    .type(FailureType.valueOf(kind.name()))
                                    .message(message)
                                    .externalExecutionId(execution.isEmpty() ? null : execution))));
  }

  private static boolean isAccepted(Runnable put) {
    try {
      put.run();
      return true;
    } catch (InvalidJobStateException | JobNotFoundException over) {
      return false;
    }
  }
}
