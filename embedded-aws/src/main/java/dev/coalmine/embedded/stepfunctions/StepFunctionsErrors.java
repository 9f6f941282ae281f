package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.LinkedHashMap;
import java.util.Map;

/** Step Functions' errors. Every error that the caller causes is a 400. */
final class StepFunctionsErrors {
  private StepFunctionsErrors() {}

  static AwsError of(String code, String message) {
    return new AwsError(400, code, message);
  }

  static AwsError constraint(String where, String constraint) {
    return of(
        "ValidationException",
        "1 validation error detected: Value at '"
            + where
            + "' failed to satisfy constraint: "
            + constraint);
  }

  static AwsError tooLong(String where, int limit) {
    return constraint(where, "Member must have length less than or equal to " + limit);
  }

  static WireResponse toResponse(AwsError error) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("__type", error.code());
    body.put("message", error.getMessage());
    return response(error.status(), error.headers(), body);
  }

  static WireResponse response(int status, Map<String, String> headers, Object tree) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/x-amz-json-1.0");
    return new WireResponse(status, all, Json.toBytes(tree));
  }
}
