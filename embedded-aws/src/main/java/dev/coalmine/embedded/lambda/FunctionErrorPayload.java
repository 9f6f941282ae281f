package dev.coalmine.embedded.lambda;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The payload of a failed function in the format of Lambda's Java runtime (aws-lambda-java-libs,
 * UserFault). The class name is the error type, and also the message when there is none.
 */
final class FunctionErrorPayload {
  private FunctionErrorPayload() {}

  static Map<String, Object> of(Throwable thrown) {
    Map<String, Object> wire = new LinkedHashMap<>();
    String type = thrown.getClass().getName();
    wire.put("errorMessage", thrown.getMessage() == null ? type : thrown.getMessage());
    wire.put("errorType", type);
    wire.put(
        "stackTrace",
        Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::toString).toList());
    if (thrown.getCause() != null && thrown.getCause() != thrown) {
      wire.put("cause", of(thrown.getCause()));
    }
    return wire;
  }
}
