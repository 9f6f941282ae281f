package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import java.time.Instant;
import java.util.Map;

/**
 * RedriveExecution, with the conditions of the Step Functions developer guide, "Redrive eligibility
 * for unsuccessful executions".
 */
final class Redriving {
  private Redriving() {}

  /**
   * Redrives an execution.
   *
   * @param token repeats a call that was made with the same one; empty for none
   */
  static Map<String, Object> redrive(ExecutionRecord execution, String token, Instant now) {
    ExecutionView view = execution.view();
    if (!token.isEmpty() && execution.isRedrivenWith(token)) {
      return answer(view, now);
    }
    RedriveStatus.of(view, now)
        .reason()
        .ifPresent(
            reason -> {
              throw refused(reason);
            });
    if (!view.redrive()) {
      throw refused("Execution is %s and cannot be redriven".formatted(view.status()));
    }
    execution.redriveToken(token);
    return answer(view, now);
  }

  private static Map<String, Object> answer(ExecutionView view, Instant now) {
    return Map.of("redriveDate", AwsJson.epochSeconds(view.redriveDate().orElse(now)));
  }

  private static AwsError refused(String reason) {
    return StepFunctionsErrors.of("ExecutionNotRedrivable", reason);
  }
}
