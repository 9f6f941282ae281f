package dev.coalmine.embedded.http;

import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP request to the embedded AWS, whole.
 *
 * @param method HTTP method in capitals
 * @param path the path as sent, still percent-encoded, without the query
 * @param query decoded query parameters; a repeated one comes back as {@code name}, {@code name#2},
 *     {@code name#3}
 * @param headers by lower-case name; a repeated one comes back as {@code name}, {@code name#2}, …
 * @param body empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
public record WireRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  // Every AWS SDK puts its application id there; the SDK for Java takes it from sdk.ua.appId.
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
   * @param target what X-Amz-Target names, such as {@code AWSStepFunctions.StartExecution}
   * @param input the call's input, a JSON tree
   */
  public static WireRequest awsJson(String target, Map<String, Object> input) {
    Map<String, String> headers =
        Map.of("x-amz-target", target, "content-type", "application/x-amz-json-1.0");
    return new WireRequest("POST", "/", Map.of(), headers, Json.toBytes(input));
  }

  /** What follows the first word's {@code app/}, if there is such a word. */
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

  /** The same request by another caller, whom its User-Agent names. */
  public WireRequest withUserAgent(String userAgent) {
    Map<String, String> others = new LinkedHashMap<>(headers);
    others.put("user-agent", userAgent);
    return new WireRequest(method, path, query, others, body);
  }
}
