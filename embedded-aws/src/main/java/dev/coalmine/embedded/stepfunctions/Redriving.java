package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * RedriveExecution, with the conditions of the Step Functions developer guide, "Redrive eligibility
 * for unsuccessful executions". Only the messages for a running or successful execution are
 * recorded.
 */
final class Redriving {
  private static final Duration PERIOD = Duration.ofDays(14);

  /** The event of the redrive and another one must have room in the history. */
  private static final int TOO_MANY_EVENTS = 24_999;

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
    RedriveStatus.of(view.status())
        .reason()
        .ifPresent(
            reason -> {
              throw refused(reason);
            });
    if (view.stopDate().filter(end -> end.plus(PERIOD).isBefore(now)).isPresent()) {
      throw refused("Execution's redrivable period of 14 days exceeded");
    }
    if (view.history().size() >= TOO_MANY_EVENTS) {
      throw refused("Execution history event limit exceeded");
    }
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
