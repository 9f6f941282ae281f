package dev.coalmine.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coalmine.release.ResourceRequest;
import dev.coalmine.release.Words;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What CloudFormation is told, within its limits (CloudFormation user guide, "Custom resource
 * response objects").
 *
 * @param succeeded whether the resource is as it was asked for
 * @param reason why, in one sentence; never empty
 * @param data what the template can ask of the resource
 */
record StackAnswer(boolean succeeded, String reason, Map<String, Object> data) {
  /** Of the whole body. */
  private static final int MOST_BYTES = 4_096;

  private static final int LONGEST_REASON = 2_000;
  private static final int SHORTEST_REASON = 100;

  StackAnswer {
    reason = reason == null || reason.isBlank() ? "no reason is known" : reason;
  }

  /** CloudFormation's word for it. */
  String status() {
    return succeeded ? "SUCCESS" : "FAILED";
  }

  /** The answer to a request as JSON; a reason that is too long is cut. */
  String body(ResourceRequest request) {
    String body = "";
    for (int longest = LONGEST_REASON; longest >= SHORTEST_REASON; longest -= SHORTEST_REASON) {
      body = Json.text(body(request, longest));
      if (body.getBytes(UTF_8).length <= MOST_BYTES) {
        return body;
      }
    }
    return body;
  }

  private Map<String, Object> body(ResourceRequest request, int longest) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Status", status());
    body.put("Reason", Words.cut(reason, longest));
    body.put("PhysicalResourceId", request.id());
    body.put("StackId", request.stackId());
    body.put("RequestId", request.requestId());
    body.put("LogicalResourceId", request.logicalId());
    if (!data.isEmpty()) {
      Map<String, Object> cut = new LinkedHashMap<>(data);
      cut.replaceAll((name, value) -> Words.cut(String.valueOf(value), longest / 2));
      body.put("Data", cut);
    }
    return body;
  }
}
