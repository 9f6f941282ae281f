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

  /** The same request by another caller, whom its User-Agent names. */
  public WireRequest withUserAgent(String userAgent) {
    Map<String, String> others = new LinkedHashMap<>(headers);
    others.put("user-agent", userAgent);
    return new WireRequest(method, path, query, others, body);
  }
}
