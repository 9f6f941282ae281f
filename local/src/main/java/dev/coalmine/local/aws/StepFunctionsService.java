package dev.coalmine.local.aws;

import dev.coalmine.local.aws.Engine.TaskAnswer;
import dev.coalmine.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** Step Functions: the books of state machines and executions (AWS JSON 1.0). */
public final class StepFunctionsService implements Service {
  private static final String TARGET = "AWSStepFunctions.";
  private static final int MAX_REQUEST = 1_048_576;
  private static final int MAX_DATA = 262_144;

  private final Map<String, Registered> machines = new ConcurrentSkipListMap<>();
  private final Executions executions;
  private final InstantSource clock;
  private final Engine engine;
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
      case "SendTaskSuccess" -> sendTaskSuccess(fields);
      case "SendTaskFailure" -> sendTaskFailure(fields);
      case "SendTaskHeartbeat" -> told(fields, () -> engine.heartbeat(fields.text("taskToken")));
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
    refuseBadJson(input, "InvalidExecutionInput", "Invalid State Machine Execution Input");
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
    List<Map<String, Object>> all =
        executions.of(machine.name()).stream()
            .map(StepFunctionsWire::listed)
            .filter(wire -> status.isEmpty() || status.equals(wire.get("status")))
            .toList();
    return Pages.ofStepFunctions(fields, "executions", all);
  }

  private Map<String, Object> history(Fields fields) {
    List<Map<String, Object>> events = new ArrayList<>(execution(fields).running().history());
    if (fields.flag("reverseOrder")) {
      Collections.reverse(events);
    }
    boolean withData = !fields.has("includeExecutionData") || fields.flag("includeExecutionData");
    List<Object> wire =
        events.stream().map(event -> StepFunctionsWire.event(event, withData)).toList();
    return Pages.ofStepFunctions(fields, "events", wire);
  }

  private Map<String, Object> stopExecution(Fields fields) {
    Execution execution = execution(fields);
    refuseLong(fields, "error", 256);
    refuseLong(fields, "cause", 32_768);
    execution.running().stop(fields.text("error"), fields.text("cause"));
    Instant stopped = execution.running().stopDate().orElseGet(clock::instant);
    return Map.of("stopDate", StepFunctionsWire.time(stopped));
  }

  private Map<String, Object> sendTaskSuccess(Fields fields) {
    String output = required(fields, "output");
    refuseBadJson(output, "InvalidOutput", "Invalid Output");
    return told(fields, () -> engine.succeed(fields.text("taskToken"), output));
  }

  private Map<String, Object> sendTaskFailure(Fields fields) {
    refuseLong(fields, "error", 256);
    refuseLong(fields, "cause", 32_768);
    return told(
        fields,
        () -> engine.fail(fields.text("taskToken"), fields.text("error"), fields.text("cause")));
  }

  private static Map<String, Object> told(Fields fields, Supplier<TaskAnswer> teller) {
    String token = required(fields, "taskToken");
    if (token.isBlank() || token.length() > 2048) {
      throw StepFunctionsErrors.of("InvalidToken", "Invalid Token: 'Invalid token'");
    }
    switch (teller.get()) {
      case TAKEN -> {
        return Map.of();
      }
      case CLOSED ->
          throw StepFunctionsErrors.of(
              "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
      case UNKNOWN ->
          throw StepFunctionsErrors.of(
              "TaskDoesNotExist", "Task Does Not Exist: 'Provided task does not exist'");
    }
    throw new IllegalStateException("the engine gave no answer");
  }

  private Registered machine(Fields fields) {
    String arn = required(fields, "stateMachineArn");
    refuseBadArn(arn);
    Registered found = machines.get(arn);
    if (found == null) {
      throw StepFunctionsErrors.of(
          "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
    }
    return found;
  }

  private Execution execution(Fields fields) {
    String arn = required(fields, "executionArn");
    refuseBadArn(arn);
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

  private static String required(Fields fields, String name) {
    if (!fields.has(name)) {
      throw StepFunctionsErrors.constraint(name, "Member must not be null");
    }
    return fields.text(name);
  }

  private static void refuseBadArn(String arn) {
    if (!arn.matches("arn:aws[a-z-]*:states:[a-z0-9-]+:\\d{12}:\\S+")) {
      throw StepFunctionsErrors.of("InvalidArn", "Invalid Arn: '" + arn + "'");
    }
  }

  private static void refuseLong(Fields fields, String name, int limit) {
    if (fields.text(name).length() > limit) {
      throw StepFunctionsErrors.tooLong(name, limit);
    }
  }

  private static void refuseBadJson(String text, String code, String complaint) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_DATA) {
      throw StepFunctionsErrors.of(
          code, complaint + ": '" + bytes + " bytes are more than " + MAX_DATA + "'");
    }
    try {
      Json.tree(text);
    } catch (IllegalArgumentException e) {
      throw StepFunctionsErrors.of(code, complaint + ": '" + e.getMessage() + "'");
    }
  }
}
