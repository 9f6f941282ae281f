package dev.coalmine.embedded.http;

import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One complete HTTP request to the embedded AWS.
 *
 * @param method HTTP method in capitals
 * @param path the path as sent, percent-encoded, without the query
 * @param query decoded query parameters; a repeated one is {@code name}, {@code name#2}, {@code
 *     name#3}, …
 * @param headers by lower-case name; a repeated one is {@code name}, {@code name#2}, …
 * @param body empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WireRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  // Every AWS SDK writes its application id there. The SDK for Java reads it from sdk.ua.appId.
  private static final String APPLICATION_ID = "app/";

  /** A header's value, or the empty string. */
  public String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * A call in the AWS JSON 1.0 protocol.
   *
   * @param target the value of X-Amz-Target, such as {@code AWSStepFunctions.StartExecution}
   * @param input the call's input, a JSON tree
   */
  public static WireRequest awsJson(String target, Map<String, Object> input) {
    Map<String, String> headers =
        Map.of("x-amz-target", target, "content-type", "application/x-amz-json-1.0");
    return new WireRequest("POST", "/", Map.of(), headers, Json.toBytes(input));
  }

  /**
   * The text after {@code app/} in the User-Agent, at the start of a word. Empty without such a
   * word.
   */
  public String applicationId() {
    String agent = header("user-agent");
    for (int at = agent.indexOf(APPLICATION_ID);
        at >= 0;
        at = agent.indexOf(APPLICATION_ID, at + 1)) {
      int end = agent.indexOf(' ', at);
      String id = agent.substring(at + APPLICATION_ID.length(), end < 0 ? agent.length() : end);
      if (!id.isEmpty() && (at == 0 || agent.charAt(at - 1) == ' ')) {
        return id;
      }
    }
    return "";
  }

  /** The same request with this body. */
  public WireRequest withBody(byte[] bytes) {
    return new WireRequest(method, path, query, headers, bytes);
  }

  /** The same request with another User-Agent. */
  public WireRequest withUserAgent(String userAgent) {
    Map<String, String> others = new LinkedHashMap<>(headers);
    others.put("user-agent", userAgent);
    return new WireRequest(method, path, query, others, body);
  }
}
