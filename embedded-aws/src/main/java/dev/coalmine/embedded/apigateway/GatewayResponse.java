package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What API Gateway answers, of its own or for a function.
 *
 * @param response the answer
 * @param duration how long what is behind it took; zero when nothing was asked
 */
record GatewayResponse(WireResponse response, Duration duration) {

  /** There is no such API or stage. */
  static GatewayResponse forbidden() {
    return refusal(403, "ForbiddenException", "{\"message\":\"Forbidden\"}");
  }

  /** There is no such resource or method: it is taken for a call that has to be signed. */
  static GatewayResponse missingAuthenticationToken() {
    return refusal(
        403,
        "MissingAuthenticationTokenException",
        "{\"message\":\"Missing Authentication Token\"}");
  }

  static GatewayResponse tooLarge() {
    return refusal(413, "RequestTooLargeException", "{\"message\":\"Request Too Long\"}");
  }

  /**
   * The function could not be asked: it is not there, not allowed to be asked, or throttled. For
   * all of that callers get a 500 (API Gateway developer guide, "Handle Lambda errors"; that a
   * throttled one is no 429 is what users report).
   */
  static GatewayResponse functionUnavailable() {
    return failure(500, "Internal server error");
  }

  /** The function was asked and failed, or answered what is no answer of HTTP. */
  static GatewayResponse failed() {
    return failure(502, "Internal server error");
  }

  /** The function took longer than anybody waits for it. */
  static GatewayResponse timedOut() {
    return failure(504, "Endpoint request timed out");
  }

  /** A mock integration as it is by default. */
  static GatewayResponse mock() {
    return new GatewayResponse(
        new WireResponse(200, Map.of("Content-Type", "application/json"), new byte[0]),
        Duration.ZERO);
  }

  /** Recorded: these have a space behind the colon, the others have none. */
  private static GatewayResponse failure(int status, String message) {
    return refusal(status, "InternalServerErrorException", "{\"message\": \"" + message + "\"}");
  }

  private static GatewayResponse refusal(int status, String type, String json) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("x-amzn-ErrorType", type);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return new GatewayResponse(new WireResponse(status, headers, body), Duration.ZERO);
  }

  /** The same after so long. */
  GatewayResponse withDuration(Duration time) {
    return new GatewayResponse(response, time);
  }

  boolean isClientError() {
    return response.status() >= 400 && response.status() < 500;
  }

  boolean isServerError() {
    return response.status() >= 500;
  }

  /** The same with one more header. */
  GatewayResponse withHeader(String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(response.headers());
    headers.put(name, value);
    return new GatewayResponse(
        new WireResponse(response.status(), headers, response.body()), duration);
  }

  /** What API Gateway calls a request beside its id. */
  static String extendedId(String requestId) {
    long bits = UUID.fromString(requestId).getLeastSignificantBits();
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
    return Base64.getUrlEncoder().encodeToString(bytes);
  }
}
