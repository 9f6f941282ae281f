package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.StateFailure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The end of an execution, or {@link #NONE}.
 *
 * @param status RUNNING while it has not ended
 * @param output of a successful execution; null is JSON's null
 * @param error empty for none
 * @param cause empty for none
 * @param at when it ended; empty while it has not
 */
record ExecutionEnd(
    ExecutionStatus status, Object output, String error, String cause, Optional<Instant> at) {
  static final ExecutionEnd NONE =
      new ExecutionEnd(ExecutionStatus.RUNNING, null, "", "", Optional.empty());

  /** The details of the last event. */
  Map<String, Object> details() {
    Map<String, Object> facts = new LinkedHashMap<>();
    if (status == ExecutionStatus.SUCCEEDED) {
      facts.put("output", output);
    }
    new StateFailure(error, cause).addTo(facts);
    return facts;
  }
}
