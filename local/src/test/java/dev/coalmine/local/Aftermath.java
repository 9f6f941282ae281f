package dev.coalmine.local;

import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What AWS does beside an execution: somebody stops it, EventBridge tells RestoreStopped of its
 * end, and its schedule wakes Sweep. The functions are invoked directly, with the events that
 * EventBridge would send.
 */
record Aftermath(World world) {

  /**
   * What a function answered.
   *
   * @param failed whether it threw
   * @param body its answer, or its error
   */
  record Answer(boolean failed, Map<String, Object> body) {
    String decision() {
      return String.valueOf(body.get("decision"));
    }

    List<?> list(String name) {
      return (List<?>) body.getOrDefault(name, List.of());
    }
  }

  /** The execution that was started last. */
  String latest() {
    Map<String, Object> listed =
        ask("ListExecutions", Map.of("stateMachineArn", world.stateMachineArn()));
    Object first = ((List<?>) listed.get("executions")).get(0);
    return String.valueOf(Template.map(first).get("executionArn"));
  }

  /** Stops an execution as a person would. */
  void stop(String execution) {
    ask("StopExecution", Map.of("executionArn", execution, "cause", "by hand"));
  }

  /** Tells RestoreStopped that the execution has ended. */
  Answer restore(String execution) {
    return invoke("RestoreStoppedFunction", statusChange(execution));
  }

  /** A scheduled look. */
  Answer sweep() {
    Map<String, Object> tick = event("aws.events", "Scheduled Event", world.clock().instant());
    tick.put("resources", List.of("arn:aws:events:us-east-1:000000000000:rule/coalmine-Tick"));
    tick.put("detail", Map.of());
    return invoke("SweepFunction", tick);
  }

  /** In the shape of the Step Functions developer guide, "EventBridge for Step Functions". */
  private Map<String, Object> statusChange(String execution) {
    Map<String, Object> described = ask("DescribeExecution", Map.of("executionArn", execution));
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

  private Map<String, Object> ask(String operation, Map<String, Object> input) {
    WireAnswer answer =
        world.aws().answer(WireRequest.json("AWSStepFunctions." + operation, input));
    if (answer.status() != 200) {
      throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
    }
    return Json.object(answer.body());
  }

  private Answer invoke(String function, Map<String, Object> event) {
    Runner.Result result = world.lambda().invoke(World.function(function), Json.bytes(event));
    return new Answer(result.failed(), Json.object(result.payload()));
  }
}
