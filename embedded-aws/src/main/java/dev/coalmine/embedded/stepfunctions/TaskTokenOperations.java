package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.TaskTokenResult;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Step Functions' operations on task tokens. */
final class TaskTokenOperations {
  private final ExecutionEngine engine;

  TaskTokenOperations(ExecutionEngine engine) {
    this.engine = engine;
  }

  Map<String, Object> succeed(JsonFields fields) {
    String output = StepFunctionsValidation.requiredText(fields, "output");
    StepFunctionsValidation.checkJson(output, "InvalidOutput", "Invalid Output");
    return report(fields, () -> engine.succeed(fields.text("taskToken"), output));
  }

  Map<String, Object> fail(JsonFields fields) {
    StepFunctionsValidation.checkLength(fields, "error", 256);
    StepFunctionsValidation.checkLength(fields, "cause", 32_768);
    return report(
        fields,
        () ->
            engine.fail(
                fields.text("taskToken"), optional(fields, "error"), optional(fields, "cause")));
  }

  Map<String, Object> heartbeat(JsonFields fields) {
    return report(fields, () -> engine.heartbeat(fields.text("taskToken")));
  }

  private static Optional<String> optional(JsonFields fields, String name) {
    return fields.has(name) ? Optional.of(fields.text(name)) : Optional.empty();
  }

  private static Map<String, Object> report(
      JsonFields fields, Supplier<TaskTokenResult> operation) {
    String token = StepFunctionsValidation.requiredText(fields, "taskToken");
    if (token.isBlank() || token.length() > 2048) {
      throw invalidToken();
    }
    switch (operation.get()) {
      case ACCEPTED -> {
        return Map.of();
      }
      case TASK_TIMED_OUT ->
          throw StepFunctionsErrors.of(
              "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
      case INVALID_TOKEN -> throw invalidToken();
      case TASK_DOES_NOT_EXIST ->
          throw StepFunctionsErrors.of(
              "TaskDoesNotExist", "Task Does Not Exist: 'Provided task does not exist'");
    }
    throw new IllegalStateException("the engine gave no answer");
  }

  private static AwsError invalidToken() {
    return StepFunctionsErrors.of("InvalidToken", "Invalid Token: 'Invalid token'");
  }
}
