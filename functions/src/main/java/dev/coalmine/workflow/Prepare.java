package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.ApiGateway;
import dev.coalmine.aws.CloudWatch;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.Lambda;
import dev.coalmine.aws.MetricSettings;
import dev.coalmine.aws.ProbeFunctions;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.document.DecisionLog;
import dev.coalmine.document.Json;
import dev.coalmine.judge.RuntimeWarmUp;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.BusyAction;
import dev.coalmine.request.PolicyParameters;
import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.request.RevertRequest;
import dev.coalmine.request.StackPolicyReader;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.AwsLocation;
import dev.coalmine.target.Preflight;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The Prepare state: validates the request, resolves its defaults and takes exact snapshots of the
 * targets, or refuses with all faults. It writes nothing.
 */
public final class Prepare implements RequestStreamHandler {
  /** How long a version may be Pending: a SnapStart snapshot takes minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Duration POLL = Duration.ofSeconds(10);

  /** How long a release may wait for another one. */
  private static final Duration QUEUE = Duration.ofHours(4);

  /** After the first minutes checks are less frequent: the history of an execution is limited. */
  private static final Duration HURRY = Duration.ofMinutes(10);

  private static final Duration LATER_POLL = Duration.ofMinutes(1);

  private final Lambda lambda;
  private final ApiGateway apiGateway;
  private final CloudWatch cloudWatch;
  private final Supplier<Executions> executions;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public Prepare() {
    this(
        Lambda.fromEnvironment("Prepare"),
        ApiGateway.fromEnvironment("Prepare"),
        CloudWatch.fromEnvironment("Prepare"),
        StepFunctions.lazyExecutions("Prepare"));
    DocumentRehearsal.register();
  }

  Prepare(
      Lambda lambda,
      ApiGateway apiGateway,
      CloudWatch cloudWatch,
      Supplier<Executions> executions) {
    this.executions = executions;
    this.lambda = lambda;
    this.apiGateway = apiGateway;
    this.cloudWatch = cloudWatch;
  }

  /**
   * The event that the workflow passes to Prepare.
   *
   * @param request the execution's input, any JSON value
   * @param release the answer of an earlier check, or a document without fields
   * @param execution ARN of the execution
   * @param startedAt when the execution started
   * @param now when the state was entered
   * @param settings the stack's settings; null from a workflow without them
   * @param dryRun whether this is a dry run without an execution: it must not send commands to
   *     other releases
   */
  private record PrepareInput(
      Object request,
      PendingPrepare release,
      String execution,
      Instant startedAt,
      Instant now,
      StackSettings settings,
      boolean dryRun) {
    MetricSettings metricSettings() {
      return settings == null ? MetricSettings.DEFAULT : settings.metricSettings();
    }

    PolicyParameters policy() {
      return settings == null ? PolicyParameters.NONE : PolicyParameters.orNone(settings.policy());
    }
  }

  /**
   * The settings of the stack.
   *
   * @param policy what requests may ask for; null from a workflow without it
   */
  private record StackSettings(
      String exceedance, String canaryLog, String probedFunctions, PolicyParameters policy) {
    MetricSettings metricSettings() {
      return new MetricSettings(exceedance, canaryLog, probedFunctions);
    }
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    PrepareInput asked = Json.read(in, PrepareInput.class);
    if (RevertRequest.isRevert(asked.request())) {
      Release reverting = revert(asked);
      DecisionLog.write(reverting, asked.now());
      Json.write(out, reverting);
      return;
    }
    RequestReader.ParsedRequest read = read(asked);
    if (read.request().targets().isEmpty()) {
      throw new RefusedException(read.faults());
    }
    ConcurrentReleases rivals =
        new ConcurrentReleases(
            executions,
            asked.execution(),
            asked.startedAt(),
            asked.now(),
            asked.release().earlierHolders());
    Preparation preparation = look(asked, read.request(), rivals);
    Preflight findings = new Preflight(read.faults(), List.of()).plus(preparation.preflight());
    if (!findings.faults().isEmpty()) {
      throw new RefusedException(findings.faults());
    }
    boolean moves = !preparation.parts().isEmpty();
    if (moves && !asked.dryRun()) {
      rivals.replaceOlder(read.request(), preparation.targets());
    }
    if (!findings.waits().isEmpty()) {
      Json.write(out, waiting(asked, read.request(), preparation, rivals));
      return;
    }
    Release prepared =
        moves
            ? release(asked, read.request(), preparation)
            : served(asked, read.request(), preparation);
    if (!asked.dryRun()) {
      DecisionLog.write(prepared, asked.now());
    }
    Json.write(out, prepared);
  }

  /** The request, whose faults are those of its own and what the stack's policy does not allow. */
  private static RequestReader.ParsedRequest read(PrepareInput asked) {
    RequestReader.ParsedRequest read = RequestReader.read(asked.request());
    StackPolicyReader.ParsedPolicy policy = StackPolicyReader.read(asked.policy());
    List<String> faults = new ArrayList<>(read.faults());
    faults.addAll(policy.faults());
    faults.addAll(policy.policy().faults(read, AwsLocation.ofExecution(asked.execution())));
    return new RequestReader.ParsedRequest(
        read.request().withPromotion(policy.policy().promotionRule()), faults);
  }

  /** The end of a release that has nothing to move. */
  private static Release served(PrepareInput asked, Request request, Preparation preparation) {
    return ReleaseStart.served(
        identity(asked, request, preparation),
        request,
        preparation.served(),
        preparation.watchedAlarms(),
        asked.now());
  }

  private static Release.ReleaseIdentity identity(
      PrepareInput asked, Request request, Preparation preparation) {
    return new Release.ReleaseIdentity(
        request.idFor(preparation.targets()), asked.execution(), asked.startedAt());
  }

  private Preparation look(PrepareInput asked, Request request, ConcurrentReleases rivals) {
    return new Preparation(
            request,
            asked.release(),
            AwsLocation.ofExecution(asked.execution()),
            lambda,
            apiGateway,
            asked.metricSettings().canaryLog(),
            ProbeFunctions.AllowedFunctions.of(asked.metricSettings().probedFunctions()),
            rivals)
        .run(cloudWatch.alarms());
  }

  private static PendingPrepare waiting(
      PrepareInput asked, Request request, Preparation preparation, ConcurrentReleases rivals) {
    String what = String.join("; ", preparation.preflight().waits());
    boolean queued = rivals.isAnyHolding();
    Instant since = queued ? asked.startedAt() : asked.release().unqueuedSince(asked.now());
    Duration patience = queued ? QUEUE : PATIENCE;
    if (asked.now().isAfter(since.plus(patience))) {
      throw new RefusedException(
          "gave up after %d minutes: %s".formatted(patience.toMinutes(), what));
    }
    boolean hurry = !queued || asked.now().isBefore(since.plus(HURRY));
    return new PendingPrepare(
        request.idFor(preparation.targets()),
        queued,
        request.settings().ifBusy() == BusyAction.QUEUE ? rivals.holders() : List.of(),
        since,
        List.of(),
        0,
        preparation.targets().stream()
            .map(target -> target instanceof AliasTarget alias ? alias.version() : "")
            .toList(),
        Decision.AWAIT_TARGET,
        "waiting: " + what,
        (hurry ? POLL : LATER_POLL).toSeconds());
  }

  private Release revert(PrepareInput asked) {
    RevertRequest request = RevertRequest.read(asked.request());
    return new RevertPreparation(executions.get(), lambda, apiGateway)
        .of(request, asked.execution(), asked.startedAt(), asked.now());
  }

  private static MetricsGate.MeasurementStart start(
      MetricsGate metrics,
      TargetProgress part,
      RuntimeWarmUp warmUp,
      Request request,
      Instant now) {
    return request.settings().probe().isOff()
        ? metrics.start(part, warmUp, request.plan(), request.scope(), now)
        : metrics.startWithProbes(part, warmUp, request.plan(), request.scope(), now);
  }

  private Release release(PrepareInput asked, Request request, Preparation preparation) {
    MetricsGate metrics = new MetricsGate(cloudWatch.metrics(asked.metricSettings()));
    List<MetricsGate.MeasurementStart> starts =
        preparation.parts().stream()
            .map(
                part ->
                    start(metrics, part, preparation.warmUp(part.target()), request, asked.now()))
            .toList();
    List<String> faults = starts.stream().flatMap(start -> start.faults().stream()).toList();
    if (!faults.isEmpty()) {
      throw new RefusedException(faults);
    }
    Release prepared =
        ReleaseStart.prepared(
            identity(asked, request, preparation),
            request,
            starts.stream().map(MetricsGate.MeasurementStart::part).toList(),
            preparation.watchedAlarms(),
            starts.stream()
                .map(MetricsGate.MeasurementStart::first)
                .min(Comparator.naturalOrder())
                .orElseThrow(),
            asked.now());
    return ReleaseStart.noting(prepared, notes(preparation));
  }

  private static List<String> notes(Preparation preparation) {
    List<String> notes = new ArrayList<>();
    if (!preparation.served().isEmpty()) {
      List<Target> served = preparation.served().stream().map(TargetProgress::target).toList();
      notes.add("left out: " + Preflight.servedText(served));
    }
    preparation.unchecked().forEach(function -> notes.add("not checked: " + function));
    return notes;
  }
}
