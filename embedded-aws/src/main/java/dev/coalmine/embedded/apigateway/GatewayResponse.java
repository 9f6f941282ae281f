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
 * A response of API Gateway, its own or a function's.
 *
 * @param response the response
 * @param duration the integration's latency; zero without an integration call
 */
record GatewayResponse(WireResponse response, Duration duration) {

  /** There is no such API or stage. */
  static GatewayResponse forbidden() {
    return refusal(403, "ForbiddenException", "{\"message\":\"Forbidden\"}");
  }

  /** There is no such resource or method. AWS takes the request for an unsigned call. */
  static GatewayResponse missingAuthenticationToken() {
    return refusal(
        403,
        "MissingAuthenticationTokenException",
        "{\"message\":\"Missing Authentication Token\"}");
  }

  /** A token or another identity source is missing, or the authorizer says so. */
  static GatewayResponse unauthorized() {
    return refusal(401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}");
  }

  /**
   * An authorizer's policy does not allow the request.
   *
   * @param explicitly whether it has a Deny for it
   */
  static GatewayResponse denied(boolean explicitly) {
    return refusal(
        403,
        "AccessDeniedException",
        "{\"Message\":\"User is not authorized to access this resource%s\"}"
            .formatted(explicitly ? " with an explicit deny" : ""));
  }

  /** An authorizer could not be invoked, failed, or answered no policy. */
  static GatewayResponse authorizerFailed() {
    return refusal(500, "AuthorizerConfigurationException", "{\"message\":null}");
  }

  static GatewayResponse tooLarge() {
    return refusal(413, "RequestTooLargeException", "{\"message\":\"Request Too Long\"}");
  }

  /**
   * The function could not be invoked: it is missing, its policy denies it, or it is throttled.
   * Callers get a 500 in all cases (API Gateway developer guide, "Handle Lambda errors"). Users
   * report that throttling gives no 429.
   */
  static GatewayResponse functionUnavailable() {
    return failure(500, "Internal server error");
  }

  /** The function failed, or its response is malformed. */
  static GatewayResponse failed() {
    return failure(502, "Internal server error");
  }

  /** The function exceeded the integration timeout. */
  static GatewayResponse timedOut() {
    return failure(504, "Endpoint request timed out");
  }

  /** The default response of a mock integration. */
  static GatewayResponse mock() {
    return new GatewayResponse(
        new WireResponse(200, Map.of("Content-Type", "application/json"), new byte[0]),
        Duration.ZERO);
  }

  /** Recorded: these have a space after the colon, the others have none. */
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

  /** The same response with this latency. */
  GatewayResponse withDuration(Duration time) {
    return new GatewayResponse(response, time);
  }

  boolean isClientError() {
    return response.status() >= 400 && response.status() < 500;
  }

  boolean isServerError() {
    return response.status() >= 500;
  }

  /** The same response with one more header. */
  GatewayResponse withHeader(String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(response.headers());
    headers.put(name, value);
    return new GatewayResponse(
        new WireResponse(response.status(), headers, response.body()), duration);
  }

  /** The extended id of a request ({@code x-amz-apigw-id}). */
  static String extendedId(String requestId) {
    long bits = UUID.fromString(requestId).getLeastSignificantBits();
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
    return Base64.getUrlEncoder().encodeToString(bytes);
  }
}
