package dev.coalmine.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coalmine.document.Json;
import dev.coalmine.request.CustomResourceRequest;
import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The response to CloudFormation, within its limits (CloudFormation user guide, "Custom resource
 * response objects").
 *
 * @param succeeded whether the resource is as requested
 * @param reason why, in one sentence; never empty
 * @param data the attributes for Fn::GetAtt
 */
record CustomResourceResponse(boolean succeeded, String reason, Map<String, Object> data) {
  /** The limit of the whole body. */
  private static final int MOST_BYTES = 4_096;

  private static final int LONGEST_REASON = 2_000;
  private static final int SHORTEST_REASON = 100;

  CustomResourceResponse {
    reason = reason == null || reason.isBlank() ? "no reason given" : VisibleText.of(reason);
  }

  /** CloudFormation's status. */
  String status() {
    return succeeded ? "SUCCESS" : "FAILED";
  }

  /** The response to a request as JSON; a long reason is cut. */
  String toJson(CustomResourceRequest request) {
    String body = "";
    for (int longest = LONGEST_REASON; longest >= SHORTEST_REASON; longest -= SHORTEST_REASON) {
      body = Json.toJson(toJson(request, longest));
      if (body.getBytes(UTF_8).length <= MOST_BYTES) {
        return body;
      }
    }
    return body;
  }

  private Map<String, Object> toJson(CustomResourceRequest request, int longest) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Status", status());
    body.put("Reason", TextLimit.cut(reason, longest));
    body.put("PhysicalResourceId", request.resourceId());
    body.put("StackId", request.stackId());
    body.put("RequestId", request.requestId());
    body.put("LogicalResourceId", request.logicalId());
    if (!data.isEmpty()) {
      Map<String, Object> cut = new LinkedHashMap<>(data);
      cut.replaceAll((name, value) -> TextLimit.cut(String.valueOf(value), longest / 2));
      body.put("Data", cut);
    }
    return body;
  }
}
