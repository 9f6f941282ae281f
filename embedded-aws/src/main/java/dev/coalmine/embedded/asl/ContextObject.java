package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.Timestamps;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Makes the context object ({@code $$}), with its fields in the order that AWS gives them. */
final class ContextObject {
  private final Map<String, Object> execution;
  private final Map<String, Object> stateMachine;

  ContextObject(ExecutionIdentity identity, Object input, int redriveCount) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Id", identity.arn());
    fields.put("Input", input);
    fields.put("StartTime", Timestamps.format(identity.startTime()));
    fields.put("Name", identity.name());
    fields.put("RoleArn", identity.roleArn());
    fields.put("RedriveCount", redriveCount);
    execution = Collections.unmodifiableMap(fields);
    stateMachine =
        Execution.details("Id", identity.stateMachineArn(), "Name", identity.stateMachineName());
  }

  /**
   * The context object in a state. Task is present only with a token, RetryCount only where a state
   * can be retried (recorded: a Pass state has none).
   */
  Map<String, Object> inState(
      String state, Instant enteredAt, OptionalLong retryCount, String token) {
    Map<String, Object> visit =
        Execution.details("Name", state, "EnteredTime", Timestamps.format(enteredAt));
    retryCount.ifPresent(count -> visit.put("RetryCount", count));
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("Execution", execution);
    context.put("StateMachine", Collections.unmodifiableMap(stateMachine));
    context.put("State", Collections.unmodifiableMap(visit));
    if (!token.isEmpty()) {
      context.put("Task", Map.of("Token", token));
    }
    return Collections.unmodifiableMap(context);
  }
}
