package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.JsonView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Calls one service of the embedded AWS from another, as a client would. */
@FunctionalInterface
public interface ServiceCaller {
  /** Calls the service and returns its response. The caller holds no lock. */
  WireResponse call(WireRequest request);

  /**
   * An asynchronous invocation of a function.
   *
   * @param function its name with a qualifier, or its ARN
   * @param service the calling service's principal, sent as the User-Agent
   */
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

  /** The error code of a response, from the header or from the body. */
  static String errorCode(WireResponse answer) {
    String header = answer.headers().getOrDefault("x-amzn-ErrorType", "");
    return header.isEmpty()
        ? JsonView.parse(answer.body()).get("__type").text().replaceFirst(".*#", "")
        : header;
  }

  /** The error message of a response. Services differ in the case of the field's name. */
  static String errorMessage(WireResponse answer) {
    JsonView body = JsonView.parse(answer.body());
    return body.get(body.object().containsKey("message") ? "message" : "Message").text();
  }
}
