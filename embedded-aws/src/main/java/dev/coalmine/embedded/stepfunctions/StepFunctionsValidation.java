package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;

/** Validates fields of Step Functions requests. */
final class StepFunctionsValidation {
  private static final int MAX_DATA = 262_144;

  private StepFunctionsValidation() {}

  static String requiredText(JsonFields fields, String name) {
    if (!fields.has(name)) {
      throw StepFunctionsErrors.constraint(name, "Member must not be null");
    }
    return fields.text(name);
  }

  static void checkArn(String arn) {
    if (!arn.matches("arn:aws[a-z-]*:states:[a-z0-9-]+:\\d{12}:\\S+")) {
      throw StepFunctionsErrors.of("InvalidArn", "Invalid Arn: '" + arn + "'");
    }
  }

  static void checkLength(JsonFields fields, String name, int limit) {
    if (fields.text(name).length() > limit) {
      throw StepFunctionsErrors.tooLong(name, limit);
    }
  }

  static void checkJson(String text, String code, String complaint) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_DATA) {
      throw StepFunctionsErrors.of(
          code, complaint + ": '" + bytes + " bytes are more than " + MAX_DATA + "'");
    }
    try {
      Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw StepFunctionsErrors.of(code, complaint + ": '" + e.getMessage() + "'");
    }
  }
}
