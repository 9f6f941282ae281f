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
 * The trigger for CodePipeline: an action that invokes this function starts the release in its
 * UserParameters, and ends as the release ends.
 *
 * <p>The first job starts the execution and returns "in progress" with a token; CodePipeline then
 * sends new jobs with that token. The execution is named after the first job, so a job that Lambda
 * delivers twice starts one release, and an uncertain start is repeated safely.
 */
public final class PipelineJob implements RequestStreamHandler {
  private final Executions executions;
  private final PipelineJobs jobs;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public PipelineJob() {
    this(
        StepFunctions.fromEnvironment("PipelineJob").executions(),
        PipelineJobs.fromEnvironment("PipelineJob"));
  }

  PipelineJob(Executions executions, PipelineJobs jobs) {
    this.executions = executions;
    this.jobs = jobs;
  }

  /**
   * The token for the next job.
   *
   * @param failedLooks how many looks at the release have failed, other than in passing
   */
  private record ContinuationToken(String execution, int failedLooks) {}

  /** The log line; the event itself is never logged, as it has credentials. */
  private record PipelineJobLogLine(
      String job, String execution, String result, String reason, boolean taken) {}

  /**
   * Handles a job. A failure becomes the action's result: an action whose function throws would
   * hang until it times out. Only if the result can't be sent does this throw, so that Lambda
   * retries; the release goes on meanwhile and must not count as failed.
   */
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    CodePipelineJob job = CodePipelineJob.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    JobResult result = result(job);
    boolean taken = put(job, result);
    System.out.println(
        Json.toLogLine(
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
      return job.token().isEmpty()
          ? start(job, execution)
          : look(job, Json.read(job.token(), ContinuationToken.class));
    } catch (RuntimeException failure) {
      return JobResult.ofFailedStart(execution, failure);
    }
  }

  private JobResult look(CodePipelineJob job, ContinuationToken token) {
    Optional<JobResult> known;
    try {
      known =
          executions.find(token.execution()).map(standing -> running(token.execution(), standing));
    } catch (RuntimeException failure) {
      return JobResult.ofFailedLook(token.execution(), token.failedLooks(), failure);
    }
    return known.isPresent() ? known.get() : start(job, token.execution());
  }

  private JobResult running(String execution, Executions.ExecutionState standing) {
    boolean runs = standing.status().equals("RUNNING");
    return JobResult.of(execution, standing, runs ? latestAnswer(execution) : Optional.empty());
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

  /** An action without UserParameters has an empty request, which is refused with its faults. */
  private static Object request(CodePipelineJob job) {
    return job.parameters().isBlank() ? Map.of() : Json.readTree(job.parameters());
  }

  private boolean put(CodePipelineJob job, JobResult result) {
    if (result instanceof JobResult.InProgress runs) {
      String token = Json.toJson(new ContinuationToken(runs.execution(), runs.failedLooks()));
      return jobs.putInProgress(job.id(), token, runs.execution(), runs.says(), runs.percent());
    }
    if (result instanceof JobResult.Succeeded done) {
      return jobs.putSuccess(job.id(), done.execution(), done.says(), done.variables());
    }
    JobResult.Failed failed = (JobResult.Failed) result;
    return jobs.putFailure(job.id(), failed.kind(), failed.says(), failed.execution());
  }
}
