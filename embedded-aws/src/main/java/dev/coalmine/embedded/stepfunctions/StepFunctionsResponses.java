package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.ExecutionStatus;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.AwsJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes Step Functions' responses. */
final class StepFunctionsResponses {
  // Not the parameters of a task: they are required in TaskScheduledEventDetails (API model).
  private static final Set<String> EXECUTION_DATA = Set.of("input", "output");

  private StepFunctionsResponses() {}

  static Map<String, Object> summarize(ExecutionRecord execution) {
    ExecutionView view = execution.view();
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("executionArn", execution.start().executionArn());
    wire.put("stateMachineArn", execution.start().machine().arn());
    wire.put("name", execution.start().name());
    ExecutionStatus status = view.status(); // read before stopDate, as it may end in between
    wire.put("status", status.name());
    wire.put("startDate", AwsJson.epochSeconds(execution.start().startDate()));
    if (status != ExecutionStatus.RUNNING) {
      view.stopDate().ifPresent(date -> wire.put("stopDate", AwsJson.epochSeconds(date)));
    }
    wire.put("redriveCount", view.redriveCount());
    view.redriveDate().ifPresent(date -> wire.put("redriveDate", AwsJson.epochSeconds(date)));
    return wire;
  }

  static Map<String, Object> describe(ExecutionRecord execution, boolean withData, Instant now) {
    ExecutionView view = execution.view();
    Map<String, Object> wire = summarize(execution);
    RedriveStatus redrive = RedriveStatus.of(view, now);
    wire.put("redriveStatus", redrive.name());
    redrive.reason().ifPresent(reason -> wire.put("redriveStatusReason", reason));
    if (withData) {
      wire.put("input", execution.start().input());
      wire.put("inputDetails", Map.of("included", true));
      view.output().ifPresent(output -> wire.put("output", output));
      view.output().ifPresent(output -> wire.put("outputDetails", Map.of("included", true)));
      view.error().ifPresent(error -> wire.put("error", error));
      view.cause().ifPresent(cause -> wire.put("cause", cause));
    }
    return wire;
  }

  static Map<String, Object> describe(StateMachine machine) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("stateMachineArn", machine.arn());
    wire.put("name", machine.name());
    wire.put("definition", machine.definition());
    wire.put("roleArn", machine.roleArn());
    Map<String, Object> logging = new LinkedHashMap<>();
    logging.put("level", machine.logged() ? "ALL" : "OFF");
    logging.put("includeExecutionData", machine.logged());
    wire.put("loggingConfiguration", logging);
    wire.put("tracingConfiguration", Map.of("enabled", machine.traced()));
    return wire;
  }

  /**
   * Writes a history event: instants become numbers. Without data the members of EXECUTION_DATA are
   * left out.
   */
  static Object event(Object tree, boolean withData) {
    return new JsonView(tree)
        .copy(
            withData ? Set.of() : EXECUTION_DATA,
            leaf -> leaf instanceof Instant instant ? AwsJson.epochSeconds(instant) : leaf);
  }
}
