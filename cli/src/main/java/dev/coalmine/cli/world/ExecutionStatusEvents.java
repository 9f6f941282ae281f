package dev.coalmine.cli.world;

import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionStatus;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.HistoryEventType;
import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.stepfunctions.ExecutionEngine;
import dev.coalmine.embedded.stepfunctions.RedriveStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends EventBridge an event when an execution starts or ends (Step Functions developer guide,
 * "Step Functions Execution Status Change").
 */
record ExecutionStatusEvents(EventBridgeService events) {
  private static final String SOURCE = "aws.states";
  private static final String KIND = "Step Functions Execution Status Change";

  /** The limit for input and output together; what exceeds it is left out. */
  private static final int MOST_BYTES = 248 * 1024;

  /** Sends an event if this event of an execution changes its status. */
  void publishStatusChange(
      ExecutionEngine.ExecutionStart start, Execution execution, HistoryEvent event) {
    boolean begins =
        event.type() == HistoryEventType.EXECUTION_STARTED
            || event.type() == HistoryEventType.EXECUTION_REDRIVEN;
    if ((begins || event.type().endsExecution()) && events.mayMatch(SOURCE, KIND)) {
      events.publishAwsEvent(
          SOURCE,
          KIND,
          event.timestamp(),
          List.of(start.executionArn()),
          detail(start, execution, begins ? ExecutionStatus.RUNNING : execution.status()));
    }
  }

  private static Map<String, Object> detail(
      ExecutionEngine.ExecutionStart start, Execution execution, ExecutionStatus status) {
    boolean running = status == ExecutionStatus.RUNNING;
    boolean succeeded = status == ExecutionStatus.SUCCEEDED;
    String output = succeeded ? Json.toText(execution.output()) : "";
    boolean fits = bytes(start.input()) + bytes(output) <= MOST_BYTES;
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("executionArn", start.executionArn());
    detail.put("stateMachineArn", start.machine().arn());
    detail.put("name", start.name());
    detail.put("status", status.name());
    detail.put("startDate", start.startDate().toEpochMilli());
    detail.put("stopDate", running ? null : millis(execution));
    detail.put("input", fits ? start.input() : null);
    detail.put("output", succeeded && fits ? output : null);
    detail.put("stateMachineVersionArn", null);
    detail.put("stateMachineAliasArn", null);
    detail.put("redriveCount", execution.redriveCount());
    detail.put("redriveDate", execution.redriveDate().map(Instant::toEpochMilli).orElse(null));
    detail.put("redriveStatus", RedriveStatus.of(status).name());
    detail.put("redriveStatusReason", RedriveStatus.of(status).reason().orElse(null));
    detail.put("inputDetails", Map.of("included", fits));
    detail.put("outputDetails", succeeded ? Map.of("included", fits) : null);
    detail.put("error", nullIfEmpty(running ? "" : execution.error()));
    detail.put("cause", nullIfEmpty(running ? "" : execution.cause()));
    return detail;
  }

  private static Object millis(Execution execution) {
    return execution.stopDate().map(Instant::toEpochMilli).orElse(null);
  }

  private static Object nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
