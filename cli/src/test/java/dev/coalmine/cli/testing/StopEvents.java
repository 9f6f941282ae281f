package dev.coalmine.cli.testing;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.text.JsonView;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stops an execution, and what AWS does then: EventBridge invokes RestoreStopped, and a schedule
 * invokes Sweep. So that a test can choose the moment, it invokes the functions itself, with the
 * events that EventBridge would send.
 */
public record StopEvents(SimulatedAccount world) {

  /**
   * The answer of a function.
   *
   * @param failed whether it threw
   * @param body its answer, or its error
   */
  public record RestoreAnswer(boolean failed, Map<String, Object> body) {
    public String decision() {
      return String.valueOf(body.get("decision"));
    }

    public List<?> list(String name) {
      return (List<?>) body.getOrDefault(name, List.of());
    }
  }

  /** Disables EventBridge's rules. */
  public void disableRules() {
    callForRules("DisableRule", "");
  }

  /** Enables the rule of a function of the template. */
  public void enableRule(String function) {
    callForRules("EnableRule", function);
  }

  private void callForRules(String operation, String named) {
    for (Object rule : (List<?>) world.events().call("ListRules", Map.of()).get("Rules")) {
      String name = String.valueOf(JsonView.of(rule).map().get("Name"));
      if (name.contains(named)) {
        world.events().call(operation, Map.of("Name", name));
      }
    }
  }

  /** The execution that was started last. */
  public String latestExecution() {
    Map<String, Object> listed =
        callStepFunctions("ListExecutions", Map.of("stateMachineArn", world.stateMachineArn()));
    Object first = ((List<?>) listed.get("executions")).get(0);
    return String.valueOf(JsonView.of(first).map().get("executionArn"));
  }

  public void stop(String execution) {
    callStepFunctions("StopExecution", Map.of("executionArn", execution, "cause", "by hand"));
  }

  /** Invokes RestoreStopped with the event of the execution's end. */
  public RestoreAnswer restore(String execution) {
    return invoke("RestoreStoppedFunction", statusChangeEvent(execution));
  }

  /** Invokes Sweep, as its schedule does. */
  public RestoreAnswer sweep() {
    Map<String, Object> tick = event("aws.events", "Scheduled Event", world.clock().instant());
    tick.put("resources", List.of("arn:aws:events:us-east-1:000000000000:rule/coalmine-Tick"));
    tick.put("detail", Map.of());
    return invoke("SweepFunction", tick);
  }

  /** The form is that of the Step Functions developer guide, "EventBridge for Step Functions". */
  private Map<String, Object> statusChangeEvent(String execution) {
    Map<String, Object> described =
        callStepFunctions("DescribeExecution", Map.of("executionArn", execution));
    Map<String, Object> detail = new LinkedHashMap<>(described);
    detail.put("startDate", millis(described.get("startDate")));
    detail.put("stopDate", millis(described.get("stopDate")));
    detail.put("output", described.get("output"));
    Instant stopped = Instant.ofEpochMilli(millis(described.get("stopDate")));
    Map<String, Object> event =
        event("aws.states", "Step Functions Execution Status Change", stopped);
    event.put("resources", List.of(execution));
    event.put("detail", detail);
    return event;
  }

  private static Map<String, Object> event(String source, String type, Instant time) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", "315c1398-40ff-a850-213b-158f73e60175");
    event.put("detail-type", type);
    event.put("source", source);
    event.put("account", "000000000000");
    event.put("time", time.toString());
    event.put("region", "us-east-1");
    return event;
  }

  private static long millis(Object seconds) {
    return new BigDecimal(String.valueOf(seconds)).movePointRight(3).longValue();
  }

  private Map<String, Object> callStepFunctions(String operation, Map<String, Object> input) {
    WireResponse answer =
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, input));
    if (answer.status() != 200) {
      throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
    }
    return Json.parseObject(answer.body());
  }

  private RestoreAnswer invoke(String function, Map<String, Object> event) {
    FunctionRunner.FunctionResult result =
        world.lambda().invoke(StackName.functionName(function), Json.toBytes(event));
    return new RestoreAnswer(result.failed(), Json.parseObject(result.payload()));
  }
}
