package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.MappedList;
import dev.coalmine.embedded.protocol.ParameterTable;
import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Step Functions: state machines and executions (AWS JSON 1.0). */
public final class StepFunctionsService implements AwsService {
  private static final String TARGET = "AWSStepFunctions.";
  private static final ParameterTable PARAMETERS =
      ParameterTable.of(
          StepFunctionsService.class, "stepfunctions.parameters", "ValidationException");
  private static final int MAX_REQUEST = 1_048_576;
  private static final List<String> STATUSES =
      List.of("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE");

  private final Map<String, RegisteredStateMachine> machines = new ConcurrentSkipListMap<>();
  private final ExecutionStore executions;
  private final InstantSource clock;
  private final ExecutionEngine engine;
  private final TaskTokenOperations tasks;
  private final SeededUuids names;

  /**
   * A Step Functions without state machines.
   *
   * @param clock the current time
   * @param seed of the names of executions started without a name
   * @param engine runs the executions
   */
  public StepFunctionsService(InstantSource clock, long seed, ExecutionEngine engine) {
    this.clock = clock;
    this.engine = engine;
    this.tasks = new TaskTokenOperations(engine);
    this.executions = new ExecutionStore(clock);
    this.names = new SeededUuids(seed);
  }

  /**
   * A started execution.
   *
   * @param start how it was started
   * @param view what the engine shows of it
   */
  public record StartedExecution(ExecutionEngine.ExecutionStart start, ExecutionView view) {}

  /** All executions that are kept, the first started first. */
  public List<StartedExecution> executions() {
    return executions.all().stream()
        .map(each -> new StartedExecution(each.start(), each.view()))
        .toList();
  }

  /** Adds an execution that has ended before. */
  public void restore(StartedExecution ended) {
    executions.restore(ended.start(), ended.view());
  }

  private record RegisteredStateMachine(StateMachine machine, Instant since) {}

  /**
   * Registers a state machine, or replaces the one of the same name. Running executions keep their
   * definition.
   *
   * @return its ARN
   */
  public String register(StateMachine machine) {
    machines.put(machine.arn(), new RegisteredStateMachine(machine, clock.instant()));
    return machine.arn();
  }

  /**
   * Keeps at most this many ended executions of all state machines from now on; any number at
   * first. Those that ended first are dropped, as AWS drops them 90 days after their end. Running
   * ones are always kept.
   */
  public void keepEnded(int most) {
    executions.keepEnded(most);
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    String target = request.header("x-amz-target");
    return target.startsWith(TARGET)
        ? Optional.of("states:" + target.substring(TARGET.length()))
        : Optional.empty();
  }

  @Override
  public WireResponse handle(WireRequest request) {
    if (request.body().length > MAX_REQUEST) {
      throw StepFunctionsErrors.of(
          "ValidationException", "the request is larger than " + MAX_REQUEST + " bytes");
    }
    JsonFields fields = JsonFields.of(request.body());
    String name = request.header("x-amz-target").substring(TARGET.length());
    return StepFunctionsErrors.response(200, Map.of(), answer(name, fields));
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error) {
    return StepFunctionsErrors.toResponse(error);
  }

  private Map<String, Object> answer(String operation, JsonFields fields) {
    PARAMETERS.check(operation, fields.tree());
    return switch (operation) {
      case "DescribeStateMachine" -> describeStateMachine(fields);
      case "ListStateMachines" -> listStateMachines(fields);
      case "ListTagsForResource" -> listTags(fields);
      case "StartExecution" -> startExecution(fields);
      case "DescribeExecution" ->
          StepFunctionsResponses.describe(execution(fields), withData(fields), clock.instant());
      case "DescribeStateMachineForExecution" -> describeStateMachineForExecution(fields);
      case "ListExecutions" -> listExecutions(fields);
      case "GetExecutionHistory" -> history(fields);
      case "StopExecution" -> stopExecution(fields);
      case "RedriveExecution" ->
          Redriving.redrive(execution(fields), fields.text("clientToken"), clock.instant());
      case "SendTaskSuccess" -> tasks.succeed(fields);
      case "SendTaskFailure" -> tasks.fail(fields);
      case "SendTaskHeartbeat" -> tasks.heartbeat(fields);
      default ->
          throw StepFunctionsErrors.of(
              "UnknownOperationException",
              "the embedded AWS does not know the operation " + TARGET + operation);
    };
  }

  private Map<String, Object> describeStateMachine(JsonFields fields) {
    RegisteredStateMachine registered = machine(fields);
    Map<String, Object> wire = StepFunctionsResponses.describe(registered.machine());
    if (!withData(fields)) { // DescribeStateMachine API reference, definition
      wire.put("definition", "{}");
    }
    wire.put("status", "ACTIVE");
    wire.put("type", "STANDARD");
    wire.put("creationDate", AwsJson.epochSeconds(registered.since()));
    return wire;
  }

  private Map<String, Object> describeStateMachineForExecution(JsonFields fields) {
    ExecutionEngine.ExecutionStart start = execution(fields).start();
    Map<String, Object> wire = StepFunctionsResponses.describe(start.machine());
    wire.put("updateDate", AwsJson.epochSeconds(start.startDate()));
    return wire;
  }

  private Map<String, Object> listStateMachines(JsonFields fields) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (RegisteredStateMachine registered : machines.values()) {
      Map<String, Object> wire = new LinkedHashMap<>();
      wire.put("stateMachineArn", registered.machine().arn());
      wire.put("name", registered.machine().name());
      wire.put("type", "STANDARD");
      wire.put("creationDate", AwsJson.epochSeconds(registered.since()));
      all.add(wire);
    }
    return StepFunctionsPages.page(fields, "stateMachines", all);
  }

  /** The only resources with tags here are state machines. */
  private Map<String, Object> listTags(JsonFields fields) {
    String arn = StepFunctionsValidation.requiredText(fields, "resourceArn");
    StepFunctionsValidation.checkArn(arn);
    RegisteredStateMachine found = machines.get(arn);
    if (found == null) {
      throw StepFunctionsErrors.of("ResourceNotFound", "Resource not found: '" + arn + "'");
    }
    return Map.of(
        "tags",
        found.machine().tags().entrySet().stream()
            .map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue()))
            .toList());
  }

  private Map<String, Object> startExecution(JsonFields fields) {
    StateMachine machine = machine(fields).machine();
    String name = fields.has("name") ? ExecutionNameRule.check(fields.text("name")) : names.next();
    String input = fields.has("input") ? fields.text("input") : "{}";
    StepFunctionsValidation.checkJson(
        input, "InvalidExecutionInput", "Invalid State Machine Execution Input");
    String arn = Arns.execution(machine.name(), name);
    ExecutionStore.RegisteredExecution entry =
        executions.register(
            new ExecutionEngine.ExecutionStart(arn, name, machine, input, clock.instant()));
    if (entry.isNew()) {
      start(entry.execution());
    }
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("executionArn", arn);
    wire.put("startDate", AwsJson.epochSeconds(entry.execution().start().startDate()));
    return wire;
  }

  private void start(ExecutionRecord execution) {
    try {
      execution.view(engine.start(execution.start()));
    } catch (RuntimeException e) {
      executions.remove(execution);
      throw e;
    }
  }

  private Map<String, Object> listExecutions(JsonFields fields) {
    StateMachine machine = machine(fields).machine();
    String status = fields.text("statusFilter");
    if (!status.isEmpty() && !STATUSES.contains(status)) {
      throw StepFunctionsErrors.constraint(
          "statusFilter", "Member must satisfy enum value set: " + STATUSES);
    }
    if (status.equals("PENDING_REDRIVE")) { // of map runs alone (API model, "ListExecutions")
      throw new AwsError(
          400, "ValidationException", "PENDING_REDRIVE is not a status of a state machine's list");
    }
    String redriven = fields.text("redriveFilter");
    List<Map<String, Object>> all =
        executions.of(machine.name()).stream()
            .filter(
                execution ->
                    redriven.isEmpty()
                        || redriven.equals("REDRIVEN") == execution.view().redriveCount() > 0)
            .map(StepFunctionsResponses::summarize)
            .filter(wire -> status.isEmpty() || status.equals(wire.get("status")))
            .toList();
    return StepFunctionsPages.page(fields, "executions", all);
  }

  private Map<String, Object> history(JsonFields fields) {
    boolean withData = !fields.has("includeExecutionData") || fields.flag("includeExecutionData");
    List<Object> wire =
        MappedList.of(
            execution(fields).view().history(),
            fields.flag("reverseOrder"),
            event -> StepFunctionsResponses.event(event, withData));
    return StepFunctionsPages.page(fields, "events", wire);
  }

  private Map<String, Object> stopExecution(JsonFields fields) {
    ExecutionRecord execution = execution(fields);
    StepFunctionsValidation.checkLength(fields, "error", 256);
    StepFunctionsValidation.checkLength(fields, "cause", 32_768);
    execution.view().stop(fields.text("error"), fields.text("cause"));
    Instant stopped = execution.view().stopDate().orElseGet(clock::instant);
    return Map.of("stopDate", AwsJson.epochSeconds(stopped));
  }

  private RegisteredStateMachine machine(JsonFields fields) {
    String arn = StepFunctionsValidation.requiredText(fields, "stateMachineArn");
    StepFunctionsValidation.checkArn(arn);
    RegisteredStateMachine found = machines.get(arn);
    if (found == null) {
      throw StepFunctionsErrors.of(
          "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
    }
    return found;
  }

  private ExecutionRecord execution(JsonFields fields) {
    String arn = StepFunctionsValidation.requiredText(fields, "executionArn");
    StepFunctionsValidation.checkArn(arn);
    return executions
        .find(arn)
        .orElseThrow(
            () ->
                StepFunctionsErrors.of(
                    "ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'"));
  }

  private static boolean withData(JsonFields fields) {
    return !fields.text("includedData").equals("METADATA_ONLY");
  }
}
