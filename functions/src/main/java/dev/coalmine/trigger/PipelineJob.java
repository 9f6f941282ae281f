package dev.coalmine.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.PipelineJobs;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import dev.coalmine.document.StateAnswer;
import dev.coalmine.request.ExecutionName;
import dev.coalmine.request.RequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The door that CodePipeline comes by: an action that invokes this function releases what its
 * UserParameters ask for, and ends as the release ends.
 *
 * <p>The first job starts the execution and answers "in progress" with a token; CodePipeline then
 * asks again in new jobs, each with that token. The execution is named after the first job, so that
 * a job that Lambda delivers twice starts nothing twice, and one that was not started for sure is
 * simply started again.
 */
public final class PipelineJob implements RequestStreamHandler {
  private final Executions executions;
  private final PipelineJobs jobs;

  /** Lambda's constructor: clients are made once, at init. */
  public PipelineJob() {
    this(
        StepFunctions.fromEnvironment("PipelineJob").executions(),
        PipelineJobs.fromEnvironment("PipelineJob"));
  }

  PipelineJob(Executions executions, PipelineJobs jobs) {
    this.executions = executions;
    this.jobs = jobs;
  }

  /** What the next job is told. */
  private record ContinuationToken(String execution) {}

  /** One line of the log; the event itself is never logged, as it has credentials. */
  private record PipelineJobLogLine(
      String job, String execution, String result, String reason, boolean taken) {}

  /**
   * Answers a job. Whatever fails before becomes the action's result: an action whose function
   * throws would hang until it times out. Only if CodePipeline could not be told does this throw,
   * so that Lambda asks again; the release goes on meanwhile, and is not to be called failed.
   */
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    CodePipelineJob job = CodePipelineJob.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    JobResult result = result(job);
    boolean taken = put(job, result);
    System.out.println(
        Json.toJson(
            new PipelineJobLogLine(
                job.id(),
                result.execution(),
                result.getClass().getSimpleName(),
                result.says(),
                taken)));
  }

  private JobResult result(CodePipelineJob job) {
    String execution = executions.arn(ExecutionName.ofJob(job.id()));
    try {
      if (!job.token().isEmpty()) {
        execution = Json.read(job.token(), ContinuationToken.class).execution();
      }
      return checkExecution(job, execution);
    } catch (RuntimeException failure) {
      return JobResult.of(execution, !job.token().isEmpty(), failure);
    }
  }

  private JobResult checkExecution(CodePipelineJob job, String execution) {
    if (!job.token().isEmpty()) {
      var standing = executions.find(execution);
      if (standing.isPresent()) {
        boolean runs = standing.get().status().equals("RUNNING");
        return JobResult.of(
            execution, standing.get(), runs ? latestAnswer(execution) : Optional.empty());
      }
    }
    return start(job, execution);
  }

  private Optional<StateAnswer> latestAnswer(String execution) {
    return new HistoryTail(execution, executions.newestTen(execution)).answer();
  }

  private JobResult start(CodePipelineJob job, String execution) {
    Object request;
    try {
      request = request(job);
    } catch (JacksonException notJson) {
      return JobResult.refused(List.of("not JSON: " + notJson.getOriginalMessage()));
    }
    List<String> faults = RequestReader.read(request).faults();
    if (!faults.isEmpty()) {
      return JobResult.refused(faults);
    }
    String name = execution.substring(execution.lastIndexOf(':') + 1);
    executions.start(name, Json.toJson(request));
    return new JobResult.InProgress(execution, "started", 0);
  }

  /** An action without UserParameters asks for nothing, and that is what the faults will say. */
  private static Object request(CodePipelineJob job) {
    return job.parameters().isBlank() ? Map.of() : Json.readTree(job.parameters());
  }

  private boolean put(CodePipelineJob job, JobResult result) {
    if (result instanceof JobResult.InProgress runs) {
      String token = Json.toJson(new ContinuationToken(runs.execution()));
      return jobs.putInProgress(job.id(), token, runs.execution(), runs.says(), runs.percent());
    }
    if (result instanceof JobResult.Succeeded done) {
      return jobs.putSuccess(job.id(), done.execution(), done.says(), done.variables());
    }
    JobResult.Failed failed = (JobResult.Failed) result;
    return jobs.putFailure(job.id(), failed.kind(), failed.says(), failed.execution());
  }
}
