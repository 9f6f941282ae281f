package dev.coalmine.aws;

import java.util.Map;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;

/**
 * Results of CodePipeline's jobs. Each method tells whether CodePipeline took the result: it takes
 * none for a job that has one already, or that is over.
 */
public final class PipelineJobs {
  /** What kind of failure an action's was, as CodePipeline tells them apart. */
  public enum JobFailureType {
    /** The release did not get through. */
    JOB_FAILED,
    /** The action asks for something that can't be. */
    CONFIGURATION_ERROR,
    /** A right is missing. */
    PERMISSION_ERROR
  }

  private final CodePipelineClient codePipeline;

  PipelineJobs(CodePipelineClient codePipeline) {
    this.codePipeline = codePipeline;
  }

  /** Wired from the environment, as in Lambda; calls are made in the name of this handler. */
  public static PipelineJobs fromEnvironment(String caller) {
    return new PipelineJobs(AwsClients.build(CodePipelineClient.builder(), caller));
  }

  /**
   * The action goes on: CodePipeline asks again later, in a new job with this token.
   *
   * @param token 1 to 2,048 characters
   * @param execution what runs for the action, at most 1,500 characters
   * @param summary at most 2,048 characters
   * @param percent how far it is, 0 to 100
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
   * The action is done.
   *
   * @param summary at most 2,048 characters
   * @param variables for the actions after it, by name
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
   * @param execution what ran for the action; empty if nothing did
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
