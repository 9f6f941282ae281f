package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.StateFailure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an execution ended, or that it has not.
 *
 * @param status RUNNING when it has not
 * @param output of one that succeeded; null is JSON's null
 * @param error empty for none
 * @param cause empty for none
 * @param at when; empty when it has not
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
