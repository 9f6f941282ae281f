package dev.coalmine.local.aws;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Step Functions: the books of state machines and executions (AWS JSON 1.0). */
public final class StepFunctionsService implements Service {
  private static final String TARGET = "AWSStepFunctions.";
  private static final int MAX_REQUEST = 1_048_576;
  private static final List<String> STATUSES =
      List.of("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE");

  private final Map<String, Registered> machines = new ConcurrentSkipListMap<>();
  private final Executions executions;
  private final InstantSource clock;
  private final Engine engine;
  private final StepFunctionsTasks tasks;
  private final Uuids names;

  /**
   * A Step Functions without state machines.
   *
   * @param clock what time it is
   * @param seed of the names of executions that were started without one
   * @param engine runs the executions
   */
  public StepFunctionsService(InstantSource clock, long seed, Engine engine) {
    this.clock = clock;
    this.engine = engine;
    this.tasks = new StepFunctionsTasks(engine);
    this.executions = new Executions(clock);
    this.names = new Uuids(seed);
  }

  private record Registered(StateMachine machine, Instant since) {}

  /**
   * Registers a state machine, or replaces the one of the same name; executions that run go on with
   * what they were started with.
   *
   * @return its ARN
   */
  public String register(StateMachine machine) {
    machines.put(machine.arn(), new Registered(machine, clock.instant()));
    return machine.arn();
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    String target = request.header("x-amz-target");
    return target.startsWith(TARGET)
        ? Optional.of("states:" + target.substring(TARGET.length()))
        : Optional.empty();
  }

  @Override
  public WireAnswer answer(WireRequest request) {
    if (request.body().length > MAX_REQUEST) {
      throw StepFunctionsErrors.of(
          "ValidationException", "the request is larger than " + MAX_REQUEST + " bytes");
    }
    Fields fields = Fields.of(request.body());
    String name = request.header("x-amz-target").substring(TARGET.length());
    return StepFunctionsErrors.answer(200, Map.of(), answer(name, fields));
  }

  @Override
  public WireAnswer error(WireRequest request, AwsError error) {
    return StepFunctionsErrors.wire(error);
  }

  private Map<String, Object> answer(String operation, Fields fields) {
    return switch (operation) {
      case "DescribeStateMachine" -> describeStateMachine(fields);
      case "ListStateMachines" -> listStateMachines(fields);
      case "StartExecution" -> startExecution(fields);
      case "DescribeExecution" -> StepFunctionsWire.described(execution(fields), withData(fields));
      case "DescribeStateMachineForExecution" -> describeStateMachineForExecution(fields);
      case "ListExecutions" -> listExecutions(fields);
      case "GetExecutionHistory" -> history(fields);
      case "StopExecution" -> stopExecution(fields);
      case "SendTaskSuccess" -> tasks.succeed(fields);
      case "SendTaskFailure" -> tasks.fail(fields);
      case "SendTaskHeartbeat" -> tasks.heartbeat(fields);
      default ->
          throw StepFunctionsErrors.of(
              "UnknownOperationException",
              "the embedded AWS does not know the operation " + TARGET + operation);
    };
  }

  private Map<String, Object> describeStateMachine(Fields fields) {
    Registered registered = machine(fields);
    Map<String, Object> wire = StepFunctionsWire.described(registered.machine());
    wire.put("status", "ACTIVE");
    wire.put("type", "STANDARD");
    wire.put("creationDate", StepFunctionsWire.time(registered.since()));
    return wire;
  }

  private Map<String, Object> describeStateMachineForExecution(Fields fields) {
    Engine.Start start = execution(fields).start();
    Map<String, Object> wire = StepFunctionsWire.described(start.machine());
    wire.put("updateDate", StepFunctionsWire.time(start.startDate()));
    return wire;
  }

  private Map<String, Object> listStateMachines(Fields fields) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Registered registered : machines.values()) {
      Map<String, Object> wire = new LinkedHashMap<>();
      wire.put("stateMachineArn", registered.machine().arn());
      wire.put("name", registered.machine().name());
      wire.put("type", "STANDARD");
      wire.put("creationDate", StepFunctionsWire.time(registered.since()));
      all.add(wire);
    }
    return Pages.ofStepFunctions(fields, "stateMachines", all);
  }

  private Map<String, Object> startExecution(Fields fields) {
    StateMachine machine = machine(fields).machine();
    String name = fields.has("name") ? ExecutionName.valid(fields.text("name")) : names.next();
    String input = fields.has("input") ? fields.text("input") : "{}";
    StepFunctionsRules.json(
        input, "InvalidExecutionInput", "Invalid State Machine Execution Input");
    String arn = Arns.execution(machine.name(), name);
    Executions.Entry entry =
        executions.enter(new Engine.Start(arn, name, machine, input, clock.instant()));
    if (entry.isNew()) {
      start(entry.execution());
    }
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("executionArn", arn);
    wire.put("startDate", StepFunctionsWire.time(entry.execution().start().startDate()));
    return wire;
  }

  private void start(Execution execution) {
    try {
      execution.running(engine.start(execution.start()));
    } catch (RuntimeException e) {
      executions.remove(execution);
      throw e;
    }
  }

  private Map<String, Object> listExecutions(Fields fields) {
    StateMachine machine = machine(fields).machine();
    String status = fields.text("statusFilter");
    if (!status.isEmpty() && !STATUSES.contains(status)) {
      throw StepFunctionsErrors.constraint(
          "statusFilter", "Member must satisfy enum value set: " + STATUSES);
    }
    List<Map<String, Object>> all =
        executions.of(machine.name()).stream()
            .map(StepFunctionsWire::listed)
            .filter(wire -> status.isEmpty() || status.equals(wire.get("status")))
            .toList();
    return Pages.ofStepFunctions(fields, "executions", all);
  }

  private Map<String, Object> history(Fields fields) {
    boolean withData = !fields.has("includeExecutionData") || fields.flag("includeExecutionData");
    List<Object> wire =
        Mapped.of(
            execution(fields).running().history(),
            fields.flag("reverseOrder"),
            event -> StepFunctionsWire.event(event, withData));
    return Pages.ofStepFunctions(fields, "events", wire);
  }

  private Map<String, Object> stopExecution(Fields fields) {
    Execution execution = execution(fields);
    StepFunctionsRules.atMost(fields, "error", 256);
    StepFunctionsRules.atMost(fields, "cause", 32_768);
    execution.running().stop(fields.text("error"), fields.text("cause"));
    Instant stopped = execution.running().stopDate().orElseGet(clock::instant);
    return Map.of("stopDate", StepFunctionsWire.time(stopped));
  }

  private Registered machine(Fields fields) {
    String arn = StepFunctionsRules.required(fields, "stateMachineArn");
    StepFunctionsRules.arn(arn);
    Registered found = machines.get(arn);
    if (found == null) {
      throw StepFunctionsErrors.of(
          "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
    }
    return found;
  }

  private Execution execution(Fields fields) {
    String arn = StepFunctionsRules.required(fields, "executionArn");
    StepFunctionsRules.arn(arn);
    return executions
        .find(arn)
        .orElseThrow(
            () ->
                StepFunctionsErrors.of(
                    "ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'"));
  }

  private static boolean withData(Fields fields) {
    return !fields.text("includedData").equals("METADATA_ONLY");
  }
}
