package dev.coalmine.local.aws;

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
 * @param wire the answer
 * @param took how long what is behind it took; zero when nothing was asked
 */
record GatewayAnswer(WireAnswer wire, Duration took) {

  /** There is no such API or stage. */
  static GatewayAnswer forbidden() {
    return refusal(403, "ForbiddenException", "{\"message\":\"Forbidden\"}");
  }

  /** There is no such resource or method: it is taken for a call that has to be signed. */
  static GatewayAnswer noMethod() {
    return refusal(
        403,
        "MissingAuthenticationTokenException",
        "{\"message\":\"Missing Authentication Token\"}");
  }

  static GatewayAnswer tooLarge() {
    return refusal(413, "RequestTooLargeException", "{\"message\":\"Request Too Long\"}");
  }

  /**
   * The function could not be asked: it is not there, not allowed to be asked, or throttled. For
   * all of that callers get a 500 (API Gateway developer guide, "Handle Lambda errors"; that a
   * throttled one is no 429 is what users report).
   */
  static GatewayAnswer notAsked() {
    return failure(500, "Internal server error");
  }

  /** The function was asked and failed, or answered what is no answer of HTTP. */
  static GatewayAnswer failed() {
    return failure(502, "Internal server error");
  }

  /** The function took longer than anybody waits for it. */
  static GatewayAnswer timedOut() {
    return failure(504, "Endpoint request timed out");
  }

  /** A mock integration as it is by default. */
  static GatewayAnswer mock() {
    return new GatewayAnswer(
        new WireAnswer(200, Map.of("Content-Type", "application/json"), new byte[0]),
        Duration.ZERO);
  }

  /** Recorded: these have a space behind the colon, the others have none. */
  private static GatewayAnswer failure(int status, String message) {
    return refusal(status, "InternalServerErrorException", "{\"message\": \"" + message + "\"}");
  }

  private static GatewayAnswer refusal(int status, String type, String json) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("x-amzn-ErrorType", type);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return new GatewayAnswer(new WireAnswer(status, headers, body), Duration.ZERO);
  }

  /** The same after so long. */
  GatewayAnswer after(Duration time) {
    return new GatewayAnswer(wire, time);
  }

  boolean isClientError() {
    return wire.status() >= 400 && wire.status() < 500;
  }

  boolean isServerError() {
    return wire.status() >= 500;
  }

  /** The same with one more header. */
  GatewayAnswer with(String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(wire.headers());
    headers.put(name, value);
    return new GatewayAnswer(new WireAnswer(wire.status(), headers, wire.body()), took);
  }

  /** What API Gateway calls a request beside its id. */
  static String extendedId(String requestId) {
    long bits = UUID.fromString(requestId).getLeastSignificantBits();
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
    return Base64.getUrlEncoder().encodeToString(bytes);
  }
}
