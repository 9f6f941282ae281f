package dev.coalmine.embedded.codepipeline;

import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.ParameterTable;
import dev.coalmine.embedded.protocol.SeededUuids;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * CodePipeline, for Lambda invoke actions only (AWS JSON 1.1). It gives a job to a function, takes
 * its result, and invokes it again while the result has a continuation token.
 */
public final class CodePipelineService implements AwsService {
  private static final String TARGET = "CodePipeline_20150709.";
  private static final ParameterTable PARAMETERS =
      ParameterTable.of(
          CodePipelineService.class, "codepipeline.parameters", "ValidationException");
  private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
  private static final List<String> FAILURES =
      List.of(
          "JobFailed",
          "ConfigurationError",
          "PermissionError",
          "RevisionOutOfSync",
          "RevisionUnavailable",
          "SystemUnavailable");
  private static final int MAX_VARIABLE_BYTES = 122_880;

  /** The most jobs that are known. Those of actions that ended are dropped, the oldest first. */
  static final int MOST_JOBS = 1_000;

  private final Map<String, PipelineAction> byJob = new LinkedHashMap<>();
  private final SchedulingClock clock;
  private final ServiceCaller aws;
  private final SeededUuids ids;

  /**
   * A CodePipeline without jobs.
   *
   * @param clock the current time and delayed work
   * @param seed of job ids
   * @param aws invokes functions
   */
  public CodePipelineService(SchedulingClock clock, long seed, ServiceCaller aws) {
    this.clock = clock;
    this.aws = aws;
    this.ids = new SeededUuids(seed);
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    return isLocalStart(request)
        ? Optional.of("coalmine:StartJob")
        : AwsJson.operation(request, TARGET).map(name -> "codepipeline:" + name);
  }

  /** Not an AWS operation. On AWS a pipeline starts the action; here a POST of its event does. */
  private static boolean isLocalStart(WireRequest request) {
    return request.method().equals("POST") && request.path().equals("/_coalmine/jobs");
  }

  private WireResponse startAction(JsonFields event) {
    try {
      return AwsJson.response(Map.of("jobId", run(event.tree()).jobs().get(0)));
    } catch (IllegalArgumentException e) {
      throw AwsJson.validation(e.getMessage());
    }
  }

  @Override
  public WireResponse handle(WireRequest request) {
    JsonFields input = JsonFields.of(request.body());
    if (isLocalStart(request)) {
      return startAction(input);
    }
    String operation = AwsJson.operation(request, TARGET).orElseThrow();
    PARAMETERS.check(operation, input.tree());
    switch (operation) {
      case "PutJobSuccessResult" -> succeed(input);
      case "PutJobFailureResult" -> fail(input);
      default -> throw AwsJson.unknownOperation(TARGET + operation);
    }
    return AwsJson.response(Map.of());
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error) {
    return AwsJson.errorResponse(error);
  }

  /**
   * Starts an action: gives its job to the function in the event, and continues on the clock.
   *
   * @param event the function's input: {@code {"CodePipeline.job": {…}}}
   * @throws IllegalArgumentException if it is not such an event
   */
  public PipelineAction run(Map<String, Object> event) {
    PipelineAction action = new PipelineAction(event, this);
    action.begin();
    return action;
  }

  /** The state of all actions, by the id of each job. */
  public synchronized Map<String, Object> jobs() {
    Map<String, Object> jobs = new TreeMap<>();
    byJob.forEach((id, action) -> jobs.put(id, action.describe(id)));
    return jobs;
  }

  SchedulingClock clock() {
    return clock;
  }

  WireResponse invoke(String function, String payload) {
    return aws.call(ServiceCaller.invokeRequest(function, payload, "codepipeline.amazonaws.com"));
  }

  String newJobId() {
    return ids.next();
  }

  synchronized void register(String job, PipelineAction action) {
    byJob.put(job, action);
    Iterator<PipelineAction> oldest = byJob.values().iterator();
    for (int left = byJob.size() - MOST_JOBS; left > 0 && oldest.hasNext(); left--) {
      if (oldest.next().result().isDone()) {
        oldest.remove();
      }
    }
  }

  private synchronized PipelineAction action(JsonFields input) {
    String id = AwsJson.requiredText(input, "jobId", "jobId");
    AwsJson.checkPattern(ID, id, "jobId");
    PipelineAction action = byJob.get(id);
    if (action == null) {
      throw new AwsError(400, "JobNotFoundException", "Could not find job with id " + id + ".");
    }
    return action;
  }

  private void succeed(JsonFields input) {
    PipelineAction action = action(input);
    JsonFields details = input.object("executionDetails");
    AwsJson.checkLength(2048, details.text("summary"), "executionDetails.summary");
    AwsJson.checkLength(
        1500, details.text("externalExecutionId"), "executionDetails.externalExecutionId");
    int percent = details.number("percentComplete", 0);
    if (percent < 0 || percent > 100) {
      throw AwsJson.constraint(
          percent, "executionDetails.percentComplete", "Member must have value from 0 to 100");
    }
    String token = input.text("continuationToken");
    AwsJson.checkLength(2048, token, "continuationToken");
    Map<String, Object> variables = variables(input);
    if (!token.isEmpty() && !variables.isEmpty()) {
      throw AwsJson.validation(
          "Output variables can't be given together with a continuation token.");
    }
    action.succeeded(input.text("jobId"), token, details, variables);
  }

  private static Map<String, Object> variables(JsonFields input) {
    Map<String, Object> variables = input.object("outputVariables").tree();
    int bytes = 0;
    for (Map.Entry<String, Object> each : variables.entrySet()) {
      AwsJson.checkPattern("[A-Za-z0-9@\\-_]+", each.getKey(), "outputVariables");
      bytes += JsonFields.utf8(each.getKey() + each.getValue()).length;
    }
    if (bytes > MAX_VARIABLE_BYTES) {
      throw new AwsError(
          400,
          "OutputVariablesSizeExceededException",
          "The output variables have " + bytes + " bytes, more than " + MAX_VARIABLE_BYTES + ".");
    }
    return variables;
  }

  private void fail(JsonFields input) {
    PipelineAction action = action(input);
    JsonFields details = input.object("failureDetails");
    String type = AwsJson.requiredText(details, "type", "failureDetails.type");
    String message = AwsJson.requiredText(details, "message", "failureDetails.message");
    checkFailure(type, message);
    String externalId = details.text("externalExecutionId");
    action.failed(input.text("jobId"), PipelineActionResult.failed(type, message, externalId));
  }

  private static void checkFailure(String type, String message) {
    if (!FAILURES.contains(type)) {
      throw AwsJson.constraint(
          type, "failureDetails.type", "Member must satisfy enum value set: " + FAILURES);
    }
    if (message.isEmpty()) {
      throw AwsJson.constraint(
          "", "failureDetails.message", "Member must have length greater than or equal to 1");
    }
    AwsJson.checkLength(5000, message, "failureDetails.message");
  }
}
