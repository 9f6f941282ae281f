package dev.coalmine.local.aws;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * CodePipeline, as far as a Lambda invoke action needs it (AWS JSON 1.1): gives a job to a
 * function, hears of its result, and asks again while there is a continuation token.
 */
public final class CodePipelineService implements Service {
  private static final String TARGET = "CodePipeline_20150709.";
  private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
  private static final List<String> FAILURES =
      List.of(
          "JobFailed",
          "ConfigurationError",
          "PermissionError",
          "RevisionOutOfSync",
          "RevisionUnavailable",
          "SystemUnavailable");
  private static final int MOST_VARIABLE_BYTES = 122_880;

  private final Map<String, PipelineAction> byJob = new LinkedHashMap<>();
  private final InstantSource clock;
  private final Later later;
  private final AwsCalls aws;
  private final Uuids ids;

  /**
   * A CodePipeline without jobs.
   *
   * @param clock what time it is
   * @param later where jobs wait
   * @param seed of job ids
   * @param aws how functions are invoked
   */
  public CodePipelineService(InstantSource clock, Later later, long seed, AwsCalls aws) {
    this.clock = clock;
    this.later = later;
    this.aws = aws;
    this.ids = new Uuids(seed);
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    return isDoor(request)
        ? Optional.of("coalmine:StartJob")
        : AwsJson.operation(request, TARGET).map(name -> "codepipeline:" + name);
  }

  /** No operation of AWS': there a pipeline begins the action, and here whoever posts its event. */
  private static boolean isDoor(WireRequest request) {
    return request.method().equals("POST") && request.path().equals("/_coalmine/jobs");
  }

  private WireAnswer begun(Fields event) {
    try {
      return AwsJson.answer(Map.of("jobId", run(event.tree()).jobs().get(0)));
    } catch (IllegalArgumentException e) {
      throw AwsJson.validation(e.getMessage());
    }
  }

  @Override
  public WireAnswer answer(WireRequest request) {
    Fields input = Fields.of(request.body());
    if (isDoor(request)) {
      return begun(input);
    }
    String operation = AwsJson.operation(request, TARGET).orElseThrow();
    switch (operation) {
      case "PutJobSuccessResult" -> succeed(input);
      case "PutJobFailureResult" -> fail(input);
      default -> throw AwsJson.unknown(TARGET + operation);
    }
    return AwsJson.answer(Map.of());
  }

  @Override
  public WireAnswer error(WireRequest request, AwsError error) {
    return AwsJson.wire(error);
  }

  /**
   * Begins an action: gives its job to the function that the event names, and goes on by itself on
   * the clock.
   *
   * @param event as the function gets it: {@code {"CodePipeline.job": {…}}}
   * @throws IllegalArgumentException if it is no such event
   */
  public PipelineAction run(Map<String, Object> event) {
    PipelineAction action = new PipelineAction(event, this);
    action.begin();
    return action;
  }

  /** How all actions stand, by the id of each job. */
  public synchronized Map<String, Object> jobs() {
    Map<String, Object> jobs = new TreeMap<>();
    byJob.forEach((id, action) -> jobs.put(id, action.described(id)));
    return jobs;
  }

  InstantSource clock() {
    return clock;
  }

  Later later() {
    return later;
  }

  WireAnswer invoke(String function, String payload) {
    return aws.call(AwsCalls.invocation(function, payload, "codepipeline.amazonaws.com"));
  }

  String newJob() {
    return ids.next();
  }

  synchronized void enter(String job, PipelineAction action) {
    byJob.put(job, action);
  }

  private synchronized PipelineAction action(Fields input) {
    String id = AwsJson.required(input, "jobId", "jobId");
    AwsJson.pattern(ID, id, "jobId");
    PipelineAction action = byJob.get(id);
    if (action == null) {
      throw new AwsError(400, "JobNotFoundException", "Could not find job with id " + id + ".");
    }
    return action;
  }

  private void succeed(Fields input) {
    PipelineAction action = action(input);
    Fields details = input.object("executionDetails");
    AwsJson.atMost(2048, details.text("summary"), "executionDetails.summary");
    AwsJson.atMost(
        1500, details.text("externalExecutionId"), "executionDetails.externalExecutionId");
    int percent = details.number("percentComplete", 0);
    if (percent < 0 || percent > 100) {
      throw AwsJson.constraint(
          percent, "executionDetails.percentComplete", "Member must have value from 0 to 100");
    }
    String token = input.text("continuationToken");
    AwsJson.atMost(2048, token, "continuationToken");
    Map<String, Object> variables = variables(input);
    if (!token.isEmpty() && !variables.isEmpty()) {
      throw AwsJson.validation(
          "Output variables can't be given together with a continuation token.");
    }
    action.succeeded(input.text("jobId"), token, details, variables);
  }

  private static Map<String, Object> variables(Fields input) {
    Map<String, Object> variables = input.object("outputVariables").tree();
    int bytes = 0;
    for (Map.Entry<String, Object> each : variables.entrySet()) {
      AwsJson.pattern("[A-Za-z0-9@\\-_]+", each.getKey(), "outputVariables");
      bytes += Fields.utf8(each.getKey() + each.getValue()).length;
    }
    if (bytes > MOST_VARIABLE_BYTES) {
      throw new AwsError(
          400,
          "OutputVariablesSizeExceededException",
          "The output variables have " + bytes + " bytes, more than " + MOST_VARIABLE_BYTES + ".");
    }
    return variables;
  }

  private void fail(Fields input) {
    PipelineAction action = action(input);
    Fields details = input.object("failureDetails");
    String type = AwsJson.required(details, "type", "failureDetails.type");
    String message = AwsJson.required(details, "message", "failureDetails.message");
    if (!FAILURES.contains(type)) {
      throw AwsJson.constraint(
          type, "failureDetails.type", "Member must satisfy enum value set: " + FAILURES);
    }
    if (message.isEmpty()) {
      throw AwsJson.constraint(
          "", "failureDetails.message", "Member must have length greater than or equal to 1");
    }
    AwsJson.atMost(5000, message, "failureDetails.message");
    action.failed(
        input.text("jobId"),
        new PipelineEnd(
            PipelineEnd.Kind.FAILED, type, message, details.text("externalExecutionId"), Map.of()));
  }
}
