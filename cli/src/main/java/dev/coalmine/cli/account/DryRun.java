package dev.coalmine.cli.account;

import dev.coalmine.document.ReleaseDocument;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.request.PolicyParameters;
import dev.coalmine.request.StackPolicyReader;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares a release with the real function and stops there: the targets are read, and each
 * function that would write reports whether it may.
 */
public final class DryRun {
  /** The states that write; each kind of release enters some of them. */
  private static final List<String> WRITERS =
      List.of("Claim", "ShiftWeight", "Promote", "Rollback");

  private final AwsAccount account;
  private final JsonView states;
  private final Instant now;

  /** Reads the workflow's definition. */
  public DryRun(AwsAccount account) {
    this.account = account;
    String definition =
        account.call(
            () ->
                account
                    .sfn()
                    .describeStateMachine(get -> get.stateMachineArn(account.workflowArn()))
                    .definition());
    this.states = JsonView.of(Json.parse(definition)).object("States");
    this.now = account.now();
  }

  /**
   * The result of a dry run.
   *
   * @param waitReason what the release would wait for before it starts; empty for nothing
   * @param document empty if the release would wait
   * @param permissions for each function that writes, and each target
   * @param policy the limits of the stack, for people; empty for none
   */
  public record DryRunResult(
      String waitReason,
      Optional<Release> document,
      List<WritePermission> permissions,
      List<String> policy) {}

  /**
   * Whether one function may write one target.
   *
   * @param state the function's state
   * @param why the reason if it may not
   */
  public record WritePermission(String state, String target, boolean granted, String why) {}

  /**
   * Prepares the release of a request.
   *
   * @throws CommandFailedException if it would be refused
   */
  public DryRunResult run(Object request) {
    String prepared = call("Prepare", prepareEvent(request));
    JsonView answer = JsonView.of(Json.parse(prepared));
    if (!answer.has("schema")) {
      return new DryRunResult(answer.text("reason", ""), Optional.empty(), List.of(), policy());
    }
    // Handlers of another schema may not know dry runs, so they are not called.
    Release document = ReleaseDocument.read(prepared);
    List<WritePermission> allowed = new ArrayList<>();
    if (!ReleaseStart.movesNothing(document)) {
      WRITERS.forEach(state -> allowed.addAll(writePermissions(state, answer.map())));
    }
    return new DryRunResult("", Optional.of(document), allowed, policy());
  }

  /** The policy from where the functions have it. */
  private List<String> policy() {
    JsonView policy = settings().object("policy");
    PolicyParameters none = PolicyParameters.NONE;
    return StackPolicyReader.read(
            new PolicyParameters(
                policy.text("requireGate", none.requireGate()),
                policy.text("minimumBake", none.minimumBake()),
                policy.text("allowedVariables", none.allowedVariables()),
                policy.text("allowedPlans", none.allowedPlans()),
                policy.text("allowedHooks", none.allowedHooks())))
        .policy()
        .toLines();
  }

  private JsonView settings() {
    return states.object("Prepare").object("Parameters").object("Payload").object("settings");
  }

  /** The event that the state machine would send. */
  private Map<String, Object> prepareEvent(Object request) {
    Map<String, Object> none = new LinkedHashMap<>();
    none.put("id", "dry-run");
    none.put("targets", List.of());
    none.put("weight", 0);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("request", request);
    event.put("release", none);
    event.put("execution", account.executions().arn("dry-run"));
    event.put("startedAt", now.toString());
    event.put("now", now.toString());
    states
        .object("Prepare")
        .object("Parameters")
        .object("Payload")
        .value("settings")
        .ifPresent(settings -> event.put("settings", settings));
    event.put("dryRun", true);
    return event;
  }

  private List<WritePermission> writePermissions(String state, Map<String, Object> release) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("release", release);
    event.put("now", now.toString());
    event.put("failure", Map.of());
    event.put("dryRun", true);
    return ((List<?>) Json.parse(call(state, event)))
        .stream()
            .map(JsonView::of)
            .map(
                one ->
                    new WritePermission(
                        state, one.text("target", ""), one.isTrue("granted"), one.text("why", "")))
            .toList();
  }

  private String call(String state, Map<String, Object> event) {
    AwsAccount.FunctionAnswer answer = account.invoke(functionName(state), event);
    if (!answer.failed()) {
      return answer.payload();
    }
    JsonView error = JsonView.of(Json.parse(answer.payload()));
    String type = error.text("errorType", "");
    throw CommandFailedException.refused(
        (type.endsWith(".RefusedException") ? "" : state + " failed: " + type + ": ")
            + error.text("errorMessage", ""));
  }

  private String functionName(String state) {
    return states
        .object(state)
        .object("Parameters")
        .text("FunctionName")
        .orElseThrow(
            () ->
                CommandFailedException.refused(
                    "%s is not a workflow of this version of Coalmine: it has no state %s that calls a function; name another with --workflow"
                        .formatted(account.workflowArn(), state)));
  }
}
