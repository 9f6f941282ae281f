package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.Timestamps;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the context object ({@code $$}). */
final class ContextObject {
  private final Map<String, Object> execution;
  private final Map<String, Object> stateMachine;

  ContextObject(ExecutionIdentity identity, Object input) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Id", identity.arn());
    fields.put("Input", input);
    fields.put("Name", identity.name());
    fields.put("RoleArn", identity.roleArn());
    fields.put("StartTime", Timestamps.format(identity.startTime()));
    fields.put("RedriveCount", 0);
    execution = Collections.unmodifiableMap(fields);
    stateMachine = Map.of("Id", identity.stateMachineArn(), "Name", identity.stateMachineName());
  }

  /** The context object in a state. Task is present only with a token. */
  Map<String, Object> inState(String state, Instant enteredAt, long retryCount, String token) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("Execution", execution);
    context.put("StateMachine", stateMachine);
    context.put(
        "State",
        Map.of(
            "EnteredTime", Timestamps.format(enteredAt), "Name", state, "RetryCount", retryCount));
    if (!token.isEmpty()) {
      context.put("Task", Map.of("Token", token));
    }
    return Collections.unmodifiableMap(context);
  }
}
