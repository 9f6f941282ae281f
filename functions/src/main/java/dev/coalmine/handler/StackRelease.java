package dev.coalmine.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.ApiGateway;
import dev.coalmine.aws.Apis;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.Lambda;
import dev.coalmine.aws.News;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.aws.Targets;
import dev.coalmine.aws.Workflow;
import dev.coalmine.release.AliasRouting;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.ExecutionName;
import dev.coalmine.release.RefusedException;
import dev.coalmine.release.ResourceRequest;
import dev.coalmine.release.Snapshot;
import dev.coalmine.release.StackOrder;
import dev.coalmine.release.StageRouting;
import dev.coalmine.release.StageTarget;
import dev.coalmine.release.Target;
import dev.coalmine.release.Way;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The StackRelease state: one visit to the release that a stack asks for. The first ones end what
 * still runs for the same resource, and start the release; the later ones look at it. Safe to run
 * twice: the release's execution is named after the request.
 */
public final class StackRelease implements RequestStreamHandler {
  private static final String ENDS = "StackMovedOn";

  /** A handler's time-out is 30 seconds, and its state's a minute. */
  private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

  private final Executions executions;
  private final Workflow workflow;
  private final Targets targets;
  private final Apis apis;
  private final RestoreNews news;

  /** Lambda's constructor: clients are made once, at init. */
  public StackRelease() {
    this(
        StepFunctions.fromEnvironment("StackRelease").executions(),
        Workflow.fromEnvironment("StackRelease"),
        Lambda.fromEnvironment("StackRelease"),
        ApiGateway.fromEnvironment("StackRelease"),
        News.fromEnvironment("StackRelease"));
  }

  StackRelease(
      Executions executions, Workflow workflow, Lambda lambda, ApiGateway apiGateway, News news) {
    this.news = new RestoreNews(news, true);
    this.executions = executions;
    this.workflow = workflow;
    this.targets = new Targets(lambda, apiGateway);
    this.apis = apiGateway.apis();
  }

  /**
   * What the state machine tells StackRelease. The address for the answer is not among it.
   *
   * @param request CloudFormation's
   * @param stack the answer of the visit before; without fields at the first one
   * @param startedAt when the request came
   * @param now when the state was entered
   */
  private record Asked(
      ResourceRequest request, StackStanding stack, Instant startedAt, Instant now) {}

  /** A line of the log. */
  private record Line(
      String stack,
      String resource,
      String request,
      StackStanding.Decision decision,
      String execution,
      String reason) {
    static Line of(ResourceRequest request, StackStanding standing) {
      return new Line(
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
    Asked asked = Json.read(in, Asked.class);
    StackStanding standing = visit(asked);
    if (!standing.reason().equals(asked.stack().reason())) { // most visits find nothing new
      System.out.println(Json.text(Line.of(asked.request(), standing)));
    }
    Json.write(out, standing);
  }

  private StackStanding visit(Asked asked) {
    if (!asked.stack().execution().isEmpty()) {
      return look(asked, asked.stack().execution());
    }
    List<String> running =
        asked.stack().ending().stream().filter(other -> !isEnded(other, asked)).toList();
    if (!running.isEmpty()) {
      return StackStanding.ending(running, "an earlier release of this resource is being ended");
    }
    String own = executions.arn(ExecutionName.ofRelease(asked.request()));
    List<String> others =
        executions.running(ExecutionName.ofReleases(asked.request())).stream()
            .filter(other -> !other.equals(own))
            .toList();
    return others.isEmpty()
        ? begin(asked, own)
        : StackStanding.ending(others, "an earlier release of this resource still runs: ending it");
  }

  /**
   * Ends a release that nobody waits for any more, and takes back what it has moved: at the next
   * visit, when its end shows in its history, and once more when a handler that was in flight can't
   * write any longer. What fails is tried again at each visit.
   *
   * @throws UnrestoredException if there is no time for another visit
   */
  private boolean isEnded(String execution, Asked asked) {
    if (executions.find(execution).filter(found -> found.status().equals("RUNNING")).isPresent()) {
      executions.stop(execution, ENDS, "the stack asks for something else, or waits no longer");
      return false;
    }
    RestoreLog log = new Restorer(workflow, targets, news, asked.now()).look(execution).write();
    Duration patience = StackOrder.of(asked.request().properties()).time().patience();
    if (!log.failed().isEmpty() && asked.now().isAfter(asked.startedAt().plus(patience))) {
      throw new UnrestoredException(log.failed());
    }
    return log.failed().isEmpty() && !mayStillWrite(execution, log, asked.now());
  }

  private boolean mayStillWrite(String execution, RestoreLog log, Instant now) {
    return log.inFlight() && now.isBefore(workflow.ended(execution).at().plus(IN_FLIGHT));
  }

  private StackStanding begin(Asked asked, String own) {
    if (asked.request().kind() == ResourceRequest.Kind.DELETE) {
      return StackStanding.succeeded("", "nothing runs any more; nothing is moved", Map.of());
    }
    StackOrder order = StackOrder.of(asked.request().properties());
    if (!order.faults().isEmpty()) {
      return StackStanding.failed("", "Refused: " + String.join("; ", order.faults()));
    }
    return executions.find(own).isPresent() // an answer of ours was lost
        ? StackStanding.awaiting(own, "the release runs")
        : begin(order, own);
  }

  private StackStanding begin(StackOrder order, String own) {
    List<Way> ways = order.targets().stream().map(this::way).toList();
    if (ways.stream().allMatch(way -> way == Way.THERE)) {
      String there = "%s: there already".formatted(order.versions());
      return StackStanding.succeeded("", there, data(order, "UNCHANGED", "", there));
    }
    try {
      String request = Json.text(order.request(ways));
      executions.start(own.substring(own.lastIndexOf(':') + 1), request);
      return StackStanding.awaiting(
          own, ways.contains(Way.BACK) ? "goes back at once" : "the release begins");
    } catch (RefusedException mixed) {
      return StackStanding.failed("", "Refused: " + mixed.getMessage());
    }
  }

  /** What is not there is for the release itself to refuse. */
  private Way way(Target target) {
    Optional<Snapshot> found = targets.find(target);
    if (found.isEmpty()) {
      return Way.FORWARD;
    }
    return target instanceof AliasTarget alias
        ? Way.of(alias, (AliasRouting) found.get().routing())
        : way((StageTarget) target, (StageRouting) found.get().routing());
  }

  private Way way(StageTarget target, StageRouting found) {
    return Way.of(target, found, isOlder(target, found));
  }

  /** Deployments have no numbers, but API Gateway tells when each was made. */
  private boolean isOlder(StageTarget target, StageRouting found) {
    if (target.deployment().isEmpty() || target.deployment().equals(found.deployment())) {
      return false;
    }
    Optional<Instant> there = apis.madeAt(target.restApi(), found.deployment());
    return apis.madeAt(target.restApi(), target.deployment())
        .flatMap(wanted -> there.map(wanted::isBefore))
        .orElse(false);
  }

  private StackStanding look(Asked asked, String execution) {
    StackOrder order = StackOrder.of(asked.request().properties());
    Optional<Executions.Standing> found = executions.find(execution);
    String status = found.map(Executions.Standing::status).orElse("RUNNING");
    if (status.equals("SUCCEEDED")) {
      return promoted(order, execution, found.get().output());
    }
    if (found.filter(Executions.Standing::isOwnFailure).isPresent()) {
      return StackStanding.failed(execution, found.get().error() + ": " + found.get().cause());
    }
    Duration patience = order.time().patience();
    boolean late = asked.now().isAfter(asked.startedAt().plus(patience));
    if (status.equals("RUNNING") && !late) {
      return StackStanding.awaiting(execution, "the release runs");
    }
    if (!isEnded(execution, asked)) {
      return StackStanding.awaiting(execution, "the release is being ended");
    }
    return StackStanding.failed(
        execution,
        late
            ? "the release was not done %d min after the stack had asked for it, and was taken back: CloudFormation waits for %d min"
                .formatted(patience.toMinutes(), order.time().timeout().toMinutes())
            : "the release was ended from outside (%s), and taken back".formatted(status));
  }

  private static StackStanding promoted(StackOrder order, String execution, String output) {
    Map<?, ?> said = object(output);
    String reason = String.valueOf(said.get("reason"));
    return StackStanding.succeeded(
        execution,
        reason,
        data(order, String.valueOf(said.get("outcome")), String.valueOf(said.get("id")), reason));
  }

  private static Map<String, Object> data(
      StackOrder order, String outcome, String id, String reason) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("outcome", outcome);
    data.put("id", id);
    data.put("reason", reason);
    data.put("version", order.versions());
    return data;
  }

  private static Map<?, ?> object(String json) {
    try {
      return Json.tree(json) instanceof Map<?, ?> object ? object : Map.of();
    } catch (JacksonException cutOff) {
      return Map.of();
    }
  }
}
