package dev.coalmine.cli.world;

import dev.coalmine.embedded.asl.TaskCall;
import dev.coalmine.embedded.asl.TaskCompletion;
import dev.coalmine.embedded.asl.TaskResource;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.ServiceCaller;
import dev.coalmine.text.JsonView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The optimized integration {@code events:putEvents}, with and without a task token. Answers,
 * errors and the resources that it adds are as recorded from AWS.
 */
public record PutEventsTask(ServiceCaller aws) implements TaskResource {
  public static final String ARN = "arn:aws:states:::events:putEvents";
  public static final String WAITING_ARN = ARN + ".waitForTaskToken";

  @Override
  public void start(TaskCall call, TaskCompletion answer) {
    Map<String, Object> input = new LinkedHashMap<>(JsonView.of(call.parameters()).map());
    if (input.get("Entries") instanceof List<?> entries) {
      input.put("Entries", entries.stream().map(entry -> entry(entry, call.context())).toList());
    }
    WireResponse put =
        aws.call(WireRequest.awsJson("AWSEvents.PutEvents", input).withUserAgent("app/Workflow"));
    if (put.isConnectionReset()) {
      answer.fail(
          "EventBridge.SdkClientException", "Unable to execute HTTP request: Connection reset");
      return;
    }
    if (put.status() >= 300) {
      answer.fail("EventBridge." + ServiceCaller.errorCode(put), ServiceCaller.errorMessage(put));
      return;
    }
    Map<String, Object> result = Json.parseObject(put.body());
    if (Integer.valueOf(0).equals(result.get("FailedEntryCount"))) {
      answer.succeed(ordered(result));
    } else {
      answer.fail("EventBridge.FailedEntry", Json.toText(ordered(result)));
    }
  }

  private static Map<String, Object> ordered(Map<String, Object> result) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    ordered.put("Entries", result.get("Entries"));
    ordered.put("FailedEntryCount", result.get("FailedEntryCount"));
    return ordered;
  }

  private static Object entry(Object given, Map<String, Object> context) {
    if (!(given instanceof Map<?, ?>)) {
      return given;
    }
    Map<String, Object> entry = new LinkedHashMap<>(JsonView.of(given).map());
    if (entry.get("Detail") instanceof Map<?, ?> detail) {
      entry.put("Detail", Json.toText(detail));
    }
    List<Object> resources = new ArrayList<>();
    if (entry.get("Resources") instanceof List<?> own) {
      resources.addAll(own);
    }
    resources.add(JsonView.of(context).object("StateMachine").text("Id", ""));
    resources.add(JsonView.of(context).object("Execution").text("Id", ""));
    entry.put("Resources", resources);
    return entry;
  }
}
