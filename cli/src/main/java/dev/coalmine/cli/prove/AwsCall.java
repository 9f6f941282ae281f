package dev.coalmine.cli.prove;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.JsonView;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/**
 * One call to the embedded AWS, made by a handler, by a state machine or by EventBridge.
 *
 * @param number of all counted calls of the run, from 1
 * @param caller the handler's state, {@code Workflow}, {@code StackWorkflow} or {@code events}
 * @param service as IAM names it
 * @param operation without its service
 * @param occurrence the n-th call of this operation by this caller, from 1
 * @param about the target, function or news that it is about; empty for others
 * @param at when it was made
 */
record AwsCall(
    int number,
    String caller,
    String service,
    String operation,
    int occurrence,
    String about,
    Instant at) {
  private static final String PRINCIPAL = ".amazonaws.com";
  private static final Set<String> WRITES = Set.of("UpdateAlias", "UpdateStage");
  private static final Set<String> READS = Set.of("GetAlias", "GetStage");
  private static final Set<String> MACHINES = Set.of("Workflow", "StackWorkflow");

  /** Who makes a call; empty for people and for what the explorer does itself. */
  static String callerOf(WireRequest request) {
    String agent = request.header("user-agent");
    if (!request.applicationId().isEmpty()) {
      return request.applicationId();
    }
    return agent.endsWith(PRINCIPAL) ? agent.replace(PRINCIPAL, "") : "";
  }

  /** What a call is about, for people. */
  static String aboutOf(WireRequest request, String operation) {
    if (operation.equals("InvokeFunction")) {
      return URLDecoder.decode(request.path(), StandardCharsets.UTF_8)
          .replaceFirst("/invocations$", "")
          .replaceFirst("^.*(function:|functions/)", "");
    }
    if (operation.equals("PutEvents")) {
      JsonView entry = JsonView.parse(request.body()).get("Entries").items().get(0);
      JsonView detail = JsonView.parse(entry.get("Detail").text().getBytes(StandardCharsets.UTF_8));
      return detail.get("state").text();
    }
    return TargetViews.named(request).orElse("");
  }

  boolean isWrite() {
    return WRITES.contains(operation);
  }

  boolean isRead() {
    return READS.contains(operation);
  }

  boolean isByStateMachine() {
    return MACHINES.contains(caller);
  }

  boolean isByHandler() {
    return !isByStateMachine() && !isByService();
  }

  /** Whether EventBridge, CodePipeline or CloudFormation makes it, on its own account. */
  boolean isByService() {
    return Character.isLowerCase(caller.charAt(0));
  }

  boolean isInvocation() {
    return operation.equals("InvokeFunction");
  }

  boolean isToCloudWatch() {
    return service.equals("cloudwatch");
  }

  /** Whether it belongs to the look that a schedule takes every few minutes. */
  boolean isOfSweep() {
    return caller.equals("Sweep") || (isInvocation() && about.contains("SweepFunction"));
  }

  /** Whether both are calls of one operation by one caller. */
  boolean isLike(AwsCall other) {
    return caller.equals(other.caller) && operation.equals(other.operation);
  }

  CallSite site() {
    return new CallSite(caller, operation, occurrence);
  }

  @Override
  public String toString() {
    return site() + (about.isEmpty() ? "" : " " + about);
  }
}
