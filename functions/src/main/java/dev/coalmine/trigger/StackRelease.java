package dev.coalmine.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.ApiGateway;
import dev.coalmine.aws.EndedExecutions;
import dev.coalmine.aws.EventPublisher;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.Lambda;
import dev.coalmine.aws.RestApis;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import dev.coalmine.request.CustomResourceRequest;
import dev.coalmine.request.ExecutionName;
import dev.coalmine.request.PolicyParameters;
import dev.coalmine.request.StackPolicy;
import dev.coalmine.request.StackPolicyReader;
import dev.coalmine.request.StackRequestReader;
import dev.coalmine.request.UpdateDirection;
import dev.coalmine.restore.RestoreEvents;
import dev.coalmine.restore.RestoreFailedException;
import dev.coalmine.restore.RestoreLog;
import dev.coalmine.restore.Restorer;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.Preflight;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Target;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The StackRelease state: starts the release of a stack and checks it. The first runs end other
 * releases of the same resource and start this one; later runs check its progress. Safe to run
 * twice: the release's execution is named after the request.
 */
public final class StackRelease implements RequestStreamHandler {
  private static final String ENDS = "StackMovedOn";

  /** A handler's time-out is 30 seconds, and its state's a minute. */
  private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

  private final Executions executions;
  private final EndedExecutions workflow;
  private final Targets targets;
  private final RestApis apis;
  private final RestoreEvents news;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public StackRelease() {
    this(
        StepFunctions.fromEnvironment("StackRelease").executions(),
        EndedExecutions.whenUsed("StackRelease"),
        Lambda.whenUsed("StackRelease"),
        ApiGateway.fromEnvironment("StackRelease"),
        EventPublisher.fromEnvironment("StackRelease"));
  }

  StackRelease(
      Executions executions,
      EndedExecutions workflow,
      Lambda lambda,
      ApiGateway apiGateway,
      EventPublisher news) {
    this.news = new RestoreEvents(news, true);
    this.executions = executions;
    this.workflow = workflow;
    this.targets = new Targets(lambda, apiGateway);
    this.apis = apiGateway.apis();
  }

  /**
   * The event of the state machine, without the address for the response.
   *
   * @param request the request of CloudFormation
   * @param stack the answer of the previous run; without fields at the first one
   * @param startedAt when the request came
   * @param now when the state was entered
   * @param settings the stack's settings; null from a workflow without them
   */
  private record StackReleaseInput(
      CustomResourceRequest request,
      StackProgress stack,
      Instant startedAt,
      Instant now,
      StackSettings settings) {
    private record StackSettings(PolicyParameters policy) {}

    StackPolicy policy() {
      PolicyParameters parameters =
          settings == null ? PolicyParameters.NONE : PolicyParameters.orNone(settings.policy());
      return StackPolicyReader.read(parameters).policy();
    }
  }

  /** The log line. */
  private record StackReleaseLogLine(
      String stack,
      String resource,
      String request,
      StackProgress.StackDecision decision,
      String execution,
      String reason) {
    static StackReleaseLogLine of(CustomResourceRequest request, StackProgress standing) {
      return new StackReleaseLogLine(
          request.stackId(),
          request.logicalId(),
          request.requestId(),
          standing.decision(),
          standing.execution(),
          standing.reason());
    }
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    StackReleaseInput asked = Json.read(in, StackReleaseInput.class);
    StackProgress standing = advance(asked);
    if (!standing.reason().equals(asked.stack().reason())) { // most runs find nothing new
      System.out.println(Json.toLogLine(StackReleaseLogLine.of(asked.request(), standing)));
    }
    Json.write(out, standing);
  }

  private StackProgress advance(StackReleaseInput asked) {
    if (!asked.stack().execution().isEmpty()) {
      return checkRelease(asked, asked.stack().execution());
    }
    List<String> running =
        asked.stack().ending().stream().filter(other -> !isEnded(other, asked)).toList();
    if (!running.isEmpty()) {
      return StackProgress.ending(running, "an earlier release of this resource is being stopped");
    }
    String own = executions.arn(ExecutionName.ofRelease(asked.request()));
    List<String> others =
        executions.runningWithPrefix(ExecutionName.ofReleases(asked.request())).stream()
            .filter(other -> !other.equals(own))
            .toList();
    return others.isEmpty()
        ? begin(asked, own)
        : StackProgress.ending(
            others, "an earlier release of this resource is still running: stopping it");
  }

  /**
   * Stops a release that is no longer wanted and restores its targets: at the next run, when its
   * history shows its end, and again when a handler in flight can't write any more. Each run
   * repeats what failed.
   *
   * @throws RestoreFailedException if there is no time for another run
   */
  private boolean isEnded(String execution, StackReleaseInput asked) {
    if (executions.find(execution).filter(found -> found.status().equals("RUNNING")).isPresent()) {
      executions.stop(execution, ENDS, "the stack sent another request, or stopped waiting");
      return false;
    }
    RestoreLog log = new Restorer(workflow, targets, news, asked.now()).restore(execution).write();
    Duration patience =
        StackRequestReader.of(asked.request().properties()).deadline().releaseTimeout();
    if (!log.failed().isEmpty() && asked.now().isAfter(asked.startedAt().plus(patience))) {
      throw new RestoreFailedException(log.failed());
    }
    return log.failed().isEmpty() && !mayStillWrite(execution, log, asked.now());
  }

  private boolean mayStillWrite(String execution, RestoreLog log, Instant now) {
    if (!log.inFlight()) {
      return false;
    }
    HistoryTail ended = new HistoryTail(execution, workflow.newestFirst(execution));
    return now.isBefore(ended.requireEnd().at().plus(IN_FLIGHT));
  }

  private StackProgress begin(StackReleaseInput asked, String own) {
    if (asked.request().kind() == CustomResourceRequest.RequestType.DELETE) {
      return StackProgress.succeeded("", "no release is running; no traffic was moved", Map.of());
    }
    StackRequestReader order = StackRequestReader.of(asked.request().properties());
    if (!order.faults().isEmpty()) {
      return StackProgress.failed("", "Refused: " + String.join("; ", order.faults()));
    }
    return executions.find(own).isPresent() // a response to our call was lost
        ? StackProgress.awaiting(own, "the release is running")
        : begin(order, asked.policy(), own);
  }

  private StackProgress begin(StackRequestReader order, StackPolicy policy, String own) {
    List<Target> created =
        order.skipsMissing() ? targets.missingAliases(order.targets()) : List.of();
    List<UpdateDirection> ways =
        order.targets().stream()
            .map(one -> created.contains(one) ? UpdateDirection.THERE : direction(one))
            .toList();
    if (ways.stream().allMatch(way -> way == UpdateDirection.THERE)) {
      String there = Preflight.servedText(order.targets(), created) + ": nothing was moved";
      return StackProgress.succeeded("", there, data(order, "UNCHANGED", "", there));
    }
    try {
      String request = Json.toJson(order.toRequest(ways, policy));
      executions.start(own.substring(own.lastIndexOf(':') + 1), request);
      boolean atOnce = ways.contains(UpdateDirection.BACK) && policy.allowsAtOnce();
      return StackProgress.awaiting(own, atOnce ? "rolls back at once" : "the release is starting");
    } catch (RefusedException mixed) {
      return StackProgress.failed("", "Refused: " + mixed.getMessage());
    }
  }

  /** A missing target is refused by the release itself. */
  private UpdateDirection direction(Target target) {
    Optional<Snapshot> found = targets.find(target);
    if (found.isEmpty()) {
      return UpdateDirection.FORWARD;
    }
    return target instanceof AliasTarget alias
        ? UpdateDirection.of(alias, (AliasRouting) found.get().routing())
        : direction((StageTarget) target, (StageRouting) found.get().routing());
  }

  private UpdateDirection direction(StageTarget target, StageRouting found) {
    return UpdateDirection.of(target, found, isOlder(target, found));
  }

  /** Deployments have no numbers, but API Gateway has their creation times. */
  private boolean isOlder(StageTarget target, StageRouting found) {
    if (target.deployment().isEmpty() || target.deployment().equals(found.deployment())) {
      return false;
    }
    Optional<Instant> there = apis.createdAt(target.restApi(), found.deployment());
    return apis.createdAt(target.restApi(), target.deployment())
        .flatMap(wanted -> there.map(wanted::isBefore))
        .orElse(false);
  }

  private StackProgress checkRelease(StackReleaseInput asked, String execution) {
    StackRequestReader order = StackRequestReader.of(asked.request().properties());
    Optional<Executions.ExecutionState> found = executions.find(execution);
    String status = found.map(Executions.ExecutionState::status).orElse("RUNNING");
    if (status.equals("SUCCEEDED")) {
      return promoted(order, execution, found.get().output());
    }
    if (found.filter(Executions.ExecutionState::isOwnFailure).isPresent()) {
      return StackProgress.failed(
          execution, found.get().error() + JobResult.after(": ", found.get().cause()));
    }
    Duration patience = order.deadline().releaseTimeout();
    boolean late = asked.now().isAfter(asked.startedAt().plus(patience));
    if (status.equals("RUNNING") && !late) {
      return StackProgress.awaiting(execution, "the release is running");
    }
    if (!isEnded(execution, asked)) {
      return StackProgress.awaiting(execution, "the release is being stopped");
    }
    return StackProgress.failed(
        execution,
        late
            ? "the release did not end within %d min of the stack's request and was rolled back: CloudFormation waits %d min"
                .formatted(patience.toMinutes(), order.deadline().timeout().toMinutes())
            : "the release was stopped from outside (%s) and rolled back".formatted(status));
  }

  private static StackProgress promoted(StackRequestReader order, String execution, String output) {
    JsonView outcome = Json.readView(output);
    String reason = text(outcome, "reason");
    return StackProgress.succeeded(
        execution, reason, data(order, text(outcome, "outcome"), text(outcome, "id"), reason));
  }

  private static String text(JsonView output, String name) {
    return String.valueOf(output.value(name).orElse(null));
  }

  private static Map<String, Object> data(
      StackRequestReader order, String outcome, String id, String reason) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("outcome", outcome);
    data.put("id", id);
    data.put("reason", reason);
    data.put("version", order.versions());
    return data;
  }
}
