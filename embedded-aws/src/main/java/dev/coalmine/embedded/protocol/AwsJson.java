package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The AWS JSON 1.1 protocol: the operation is in a header, the error code in the body. */
public final class AwsJson {
  private AwsJson() {}

  /**
   * The operation in the {@code X-Amz-Target} header after this prefix. Empty when the request is
   * for another service.
   */
  public static Optional<String> operation(WireRequest request, String prefix) {
    String target = request.header("x-amz-target");
    return target.startsWith(prefix)
        ? Optional.of(target.substring(prefix.length()))
        : Optional.empty();
  }

  /** A response with the output's tree. An operation without output returns an empty object. */
  public static WireResponse response(Object tree) {
    return response(200, Map.of(), tree);
  }

  /** Writes an error: its code and its message in the body. */
  public static WireResponse errorResponse(AwsError error) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("__type", error.code());
    body.put("message", error.getMessage());
    return response(error.status(), error.headers(), body);
  }

  private static WireResponse response(int status, Map<String, String> headers, Object tree) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/x-amz-json-1.1");
    return new WireResponse(status, all, Json.toBytes(tree));
  }

  /** A moment on the wire: seconds of the epoch with three decimals. */
  public static BigDecimal epochSeconds(Instant instant) {
    return BigDecimal.valueOf(instant.toEpochMilli(), 3);
  }

  public static AwsError validation(String message) {
    return new AwsError(400, "ValidationException", message);
  }

  /** The error for a value that breaks a constraint of the API model. */
  public static AwsError constraint(Object value, String where, String constraint) {
    return validation(
        "1 validation error detected: Value "
            + (value == null ? "null" : "'" + value + "'")
            + " at '"
            + where
            + "' failed to satisfy constraint: "
            + constraint);
  }

  /**
   * Returns a required text field.
   *
   * @throws AwsError when the field is absent
   */
  public static String requiredText(JsonFields fields, String name, String where) {
    if (!fields.has(name)) {
      throw constraint(null, where, "Member must not be null");
    }
    return fields.text(name);
  }

  public static void checkLength(int longest, String text, String where) {
    if (text.length() > longest) {
      throw constraint(text, where, "Member must have length less than or equal to " + longest);
    }
  }

  public static void checkPattern(String pattern, String text, String where) {
    if (!text.matches(pattern)) {
      throw constraint(text, where, "Member must satisfy regular expression pattern: " + pattern);
    }
  }

  /**
   * The error for an operation that is not implemented here.
   *
   * @param target the whole value of X-Amz-Target
   */
  public static AwsError unknownOperation(String target) {
    return new AwsError(
        400, "UnknownOperationException", "the embedded AWS does not know the operation " + target);
  }
}
