package dev.coalmine.local;

import dev.coalmine.local.asl.Resource;
import dev.coalmine.local.asl.TaskAnswer;
import dev.coalmine.local.asl.TaskCall;
import dev.coalmine.local.aws.AwsCalls;
import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The optimized integration {@code events:putEvents}, with and without a task token. Answers,
 * errors and the resources that it adds are as recorded.
 */
record PutEvents(AwsCalls aws) implements Resource {
  static final String ARN = "arn:aws:states:::events:putEvents";
  static final String WAITING_ARN = ARN + ".waitForTaskToken";

  @Override
  public void start(TaskCall call, TaskAnswer answer) {
    Map<String, Object> input = new LinkedHashMap<>(Template.map(call.parameters()));
    if (input.get("Entries") instanceof List<?> entries) {
      input.put("Entries", entries.stream().map(entry -> entry(entry, call.context())).toList());
    }
    WireAnswer put = aws.call(WireRequest.json("AWSEvents.PutEvents", input).by("app/Workflow"));
    if (put.status() >= 300) {
      answer.failure("EventBridge." + AwsCalls.errorCode(put), AwsCalls.errorMessage(put));
      return;
    }
    Map<String, Object> result = Json.object(put.body());
    if (Integer.valueOf(0).equals(result.get("FailedEntryCount"))) {
      answer.success(ordered(result));
    } else {
      answer.failure("EventBridge.FailedEntry", Json.text(ordered(result)));
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
    Map<String, Object> entry = new LinkedHashMap<>(Template.map(given));
    if (entry.get("Detail") instanceof Map<?, ?> detail) {
      entry.put("Detail", Json.text(detail));
    }
    List<Object> resources = new ArrayList<>();
    if (entry.get("Resources") instanceof List<?> own) {
      resources.addAll(own);
    }
    resources.add(Template.map(context.get("StateMachine")).get("Id"));
    resources.add(Template.map(context.get("Execution")).get("Id"));
    entry.put("Resources", resources);
    return entry;
  }
}
