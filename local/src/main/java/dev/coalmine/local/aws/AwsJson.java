package dev.coalmine.local.aws;

import dev.coalmine.local.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The protocol AWS JSON 1.1: the operation in a header, the error's code in the body. */
final class AwsJson {
  private AwsJson() {}

  /** The operation that a request names after this prefix; empty when it is for another service. */
  static Optional<String> operation(WireRequest request, String prefix) {
    String target = request.header("x-amz-target");
    return target.startsWith(prefix)
        ? Optional.of(target.substring(prefix.length()))
        : Optional.empty();
  }

  /** An answer of the output's tree; an operation without output answers an empty object. */
  static WireAnswer answer(Object tree) {
    return answer(200, Map.of(), tree);
  }

  static WireAnswer wire(AwsError error) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("__type", error.code());
    body.put("message", error.getMessage());
    return answer(error.status(), error.headers(), body);
  }

  private static WireAnswer answer(int status, Map<String, String> headers, Object tree) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/x-amz-json-1.1");
    return new WireAnswer(status, all, Json.bytes(tree));
  }

  static AwsError validation(String message) {
    return new AwsError(400, "ValidationException", message);
  }

  /** A constraint of the API's model that a value breaks. */
  static AwsError constraint(Object value, String where, String constraint) {
    return validation(
        "1 validation error detected: Value "
            + (value == null ? "null" : "'" + value + "'")
            + " at '"
            + where
            + "' failed to satisfy constraint: "
            + constraint);
  }

  /** A text that has to be there. */
  static String required(Fields fields, String name, String where) {
    if (!fields.has(name)) {
      throw constraint(null, where, "Member must not be null");
    }
    return fields.text(name);
  }

  static void atMost(int longest, String text, String where) {
    if (text.length() > longest) {
      throw constraint(text, where, "Member must have length less than or equal to " + longest);
    }
  }

  static void pattern(String pattern, String text, String where) {
    if (!text.matches(pattern)) {
      throw constraint(text, where, "Member must satisfy regular expression pattern: " + pattern);
    }
  }

  static AwsError unknown(String target) {
    return new AwsError(
        400, "UnknownOperationException", "the embedded AWS does not know the operation " + target);
  }
}
