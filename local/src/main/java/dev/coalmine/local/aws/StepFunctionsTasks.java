package dev.coalmine.local.aws;

import dev.coalmine.local.aws.Engine.TaskAnswer;
import java.util.Map;
import java.util.function.Supplier;

/** Step Functions' operations on tasks that wait for a word from outside. */
final class StepFunctionsTasks {
  private final Engine engine;

  StepFunctionsTasks(Engine engine) {
    this.engine = engine;
  }

  Map<String, Object> succeed(Fields fields) {
    String output = StepFunctionsRules.required(fields, "output");
    StepFunctionsRules.json(output, "InvalidOutput", "Invalid Output");
    return told(fields, () -> engine.succeed(fields.text("taskToken"), output));
  }

  Map<String, Object> fail(Fields fields) {
    StepFunctionsRules.atMost(fields, "error", 256);
    StepFunctionsRules.atMost(fields, "cause", 32_768);
    return told(
        fields,
        () -> engine.fail(fields.text("taskToken"), fields.text("error"), fields.text("cause")));
  }

  Map<String, Object> heartbeat(Fields fields) {
    return told(fields, () -> engine.heartbeat(fields.text("taskToken")));
  }

  private static Map<String, Object> told(Fields fields, Supplier<TaskAnswer> teller) {
    String token = StepFunctionsRules.required(fields, "taskToken");
    if (token.isBlank() || token.length() > 2048) {
      throw StepFunctionsErrors.of("InvalidToken", "Invalid Token: 'Invalid token'");
    }
    switch (teller.get()) {
      case TAKEN -> {
        return Map.of();
      }
      case CLOSED ->
          throw StepFunctionsErrors.of(
              "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
      case UNKNOWN ->
          throw StepFunctionsErrors.of(
              "TaskDoesNotExist", "Task Does Not Exist: 'Provided task does not exist'");
    }
    throw new IllegalStateException("the engine gave no answer");
  }
}
