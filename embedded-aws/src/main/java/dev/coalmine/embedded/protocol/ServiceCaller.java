package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.JsonView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How a service of the embedded AWS calls another, as a client would. */
@FunctionalInterface
public interface ServiceCaller {
  /** The answer to a call; called without any lock. */
  WireResponse call(WireRequest request);

  /** An asynchronous invocation of a function, by name and qualifier or by ARN. */
  static WireRequest invokeRequest(String function, String payload, String service) {
    return new WireRequest(
        "POST",
        "/2015-03-31/functions/"
            + URLEncoder.encode(function, StandardCharsets.UTF_8)
            + "/invocations",
        Map.of(),
        Map.of("x-amz-invocation-type", "Event", "user-agent", service),
        payload.getBytes(StandardCharsets.UTF_8));
  }

  /** The error's code, whether it stands in a header or in the body. */
  static String errorCode(WireResponse answer) {
    String header = answer.headers().getOrDefault("x-amzn-ErrorType", "");
    return header.isEmpty()
        ? JsonView.parse(answer.body()).get("__type").text().replaceFirst(".*#", "")
        : header;
  }

  /** What the error says; services differ in the case of its name. */
  static String errorMessage(WireResponse answer) {
    JsonView body = JsonView.parse(answer.body());
    return body.get(body.object().containsKey("message") ? "message" : "Message").text();
  }
}
