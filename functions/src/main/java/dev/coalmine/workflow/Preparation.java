package dev.coalmine.workflow;

import dev.coalmine.aws.Alarms;
import dev.coalmine.aws.ApiGateway;
import dev.coalmine.aws.Lambda;
import dev.coalmine.aws.ProbeFunctions;
import dev.coalmine.judge.RuntimeWarmUp;
import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.WatchedAlarm;
import dev.coalmine.request.BusyAction;
import dev.coalmine.request.Hooks;
import dev.coalmine.request.Probe;
import dev.coalmine.request.Request;
import dev.coalmine.target.AliasPreflight;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.AwsLocation;
import dev.coalmine.target.FunctionVersion;
import dev.coalmine.target.MethodIntegration;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Preflight;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StagePreflight;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads everything that a request names and checks it. It writes nothing. */
final class Preparation {
  /** The most functions behind the stages of one API. */
  private static final int MOST_FUNCTIONS = 100;

  private final Request request;
  private final PendingPrepare earlier;
  private final AwsLocation home;
  private final Lambda lambda;
  private final ApiGateway apiGateway;
  private final String canaryLog;
  private final ProbeFunctions.AllowedFunctions probed;
  private final ConcurrentReleases rivals;

  private final CanaryFunctions functions;
  private Preflight findings = Preflight.NONE;
  private final List<Target> targets = new ArrayList<>();
  private final List<TargetProgress> parts = new ArrayList<>();
  private final List<TargetProgress> served = new ArrayList<>();
  private final Map<Target, String> runtimes = new HashMap<>();
  private List<WatchedAlarm> watched = List.of();

  /**
   * The preparation of a request.
   *
   * @param earlier the answer of an earlier check, which chose the versions
   * @param home the location of the release
   * @param canaryLog the stage whose canary's access log a metric filter counts, or empty
   * @param probed the functions whose versions may be invoked by probes
   * @param rivals other releases
   */
  Preparation(
      Request request,
      PendingPrepare earlier,
      AwsLocation home,
      Lambda lambda,
      ApiGateway apiGateway,
      String canaryLog,
      ProbeFunctions.AllowedFunctions probed,
      ConcurrentReleases rivals) {
    this.request = request;
    this.earlier = earlier;
    this.home = home;
    this.lambda = lambda;
    this.apiGateway = apiGateway;
    this.canaryLog = canaryLog;
    this.probed = probed;
    this.rivals = rivals;
    this.functions = new CanaryFunctions(lambda.policies(), home, !request.scope().isOff());
  }

  /** Reads and checks everything. */
  Preparation run(Alarms alarms) {
    alarms(alarms.read(request.alarms()));
    for (Target target : request.targets()) {
      if (target instanceof AliasTarget alias) {
        alias(alias);
      } else {
        stage((StageTarget) target);
      }
    }
    hooks();
    probe();
    pace();
    return this;
  }

  Preflight preflight() {
    return findings;
  }

  /** The targets that could be resolved, with their versions. */
  List<Target> targets() {
    return targets;
  }

  /** The progress of each target to move, if none has a fault. */
  List<TargetProgress> parts() {
    return parts;
  }

  /** The targets that serve already what the request asks for. */
  List<TargetProgress> served() {
    return served;
  }

  /** Functions that nobody can check from here. */
  List<String> unchecked() {
    return functions.unchecked();
  }

  /** How long the new containers of a target are slower; long if its functions are not known. */
  RuntimeWarmUp warmUp(Target target) {
    return RuntimeWarmUp.of(runtimes.getOrDefault(target, ""));
  }

  List<WatchedAlarm> watchedAlarms() {
    return watched;
  }

  private void alarms(List<AlarmReading> readings) {
    List<String> missing =
        readings.stream()
            .filter(reading -> reading.state() == AlarmState.MISSING)
            .map(AlarmReading::name)
            .map("alarm %s does not exist; names are case-sensitive"::formatted)
            .toList();
    findings = findings.plus(new Preflight(missing, List.of()));
    watched = readings.stream().map(WatchedAlarm::atStart).toList();
  }

  private void alias(AliasTarget asked) {
    Optional<String> unreachable = home.unreachableReason(asked.function(), true);
    if (unreachable.isPresent()) {
      targets.add(asked);
      fault(
          "function %s %s: release it with a stack of Coalmine there"
              .formatted(asked.function(), unreachable.get()));
      return;
    }
    Optional<Snapshot> before = lambda.aliases().find(asked);
    boolean exists = before.isPresent() || lambda.versions().functionExists(asked.function());
    AliasTarget target = exists ? resolved(asked) : asked;
    targets.add(target);
    Optional<FunctionVersion> version =
        Optional.of(target.version())
            .filter(number -> exists && !number.isEmpty())
            .flatMap(number -> lambda.versions().find(target.function(), number));
    version.ifPresent(found -> runtimes.put(target, found.runtime()));
    AliasPreflight found =
        new AliasPreflight(
            target,
            exists,
            before,
            version,
            before
                .map(alias -> ((AliasRouting) alias.routing()).version())
                .filter(number -> AliasRouting.isNumber(number) && !number.equals(target.version()))
                .flatMap(number -> lambda.versions().find(target.function(), number)),
            before.flatMap(alias -> holder(target, alias)));
    Preflight checked = found.check();
    findings = findings.plus(checked);
    before.ifPresent(
        alias ->
            (checked.served().isEmpty() ? parts : served)
                .add(TargetProgress.of(target, alias, MetricSource.OF_VERSIONS)));
  }

  /** The other release of the target that this one may wait for. */
  private Optional<String> holder(Target target, Snapshot found) {
    return request.settings().ifBusy() == BusyAction.REFUSE
        ? Optional.empty()
        : rivals.holder(target, found);
  }

  /** Checks hooks too, so that a release does not fail at its end because a function is missing. */
  private void hooks() {
    for (String hook : Hooks.NAMES) {
      requireFunction("hook " + hook, request.settings().hooks().function(hook));
    }
  }

  /** A fault if a function of the user does not exist; an empty name needs none. */
  private void requireFunction(String what, String function) {
    Optional<String> unreachable = home.unreachableReason(function, false);
    if (unreachable.isPresent()) {
      fault(
          "%s: function %s %s: use a function of this Region"
              .formatted(what, function, unreachable.get()));
    } else if (!function.isEmpty() && !lambda.versions().functionExists(function)) {
      fault("%s: function %s does not exist".formatted(what, function));
    }
  }

  /** Checks that probes can be sent: a look could find only that none were counted. */
  private void probe() {
    Probe probe = request.settings().probe();
    requireFunction("probe", probe.function());
    for (Target target : probe.sendsEvents() ? request.targets() : List.<Target>of()) {
      if (target instanceof AliasTarget alias && !probed.contains(alias, home)) {
        fault(
            "probe.events: Coalmine may not invoke versions of %s itself: add %s to the template's parameter ProbedFunctions, or use probe.function"
                .formatted(alias.functionName(), home.functionArn(alias)));
      }
    }
  }

  /** Keeps the version chosen at an earlier check, even if a newer one was published meanwhile. */
  private AliasTarget resolved(AliasTarget asked) {
    Optional<String> chosen = earlier.settledVersion(targets.size(), asked);
    return chosen.isEmpty() && asked.version().isEmpty()
        ? asked.withVersion(lambda.versions().newest(asked.function()).orElse(""))
        : asked.withVersion(chosen.orElse(asked.version()));
  }

  private void stage(StageTarget target) {
    targets.add(target);
    Optional<Snapshot> before = apiGateway.stages().find(target);
    List<MethodIntegration> integrations =
        before.isPresent() ? apiGateway.apis().integrations(target.restApi()) : List.of();
    StagePreflight found =
        new StagePreflight(
            target,
            before,
            before.isEmpty()
                || target.deployment().isEmpty()
                || apiGateway.apis().hasDeployment(target.restApi(), target.deployment()),
            integrations,
            before.flatMap(stage -> holder(target, stage)),
            before.map(stage -> functions.check(target, stage, integrations)).orElse(List.of()));
    Preflight checked = found.check();
    findings = findings.plus(checked);
    if (!checked.served().isEmpty()) {
      served.add(TargetProgress.of(target, before.orElseThrow(), MetricSource.UNREAD));
    } else {
      before.ifPresent(
          stage -> parts.add(measured(TargetProgress.of(target, stage, metricSource(found)))));
    }
  }

  /**
   * Bounds the release document, which has the memory of each function, and the reads of each
   * analysis.
   */
  private TargetProgress measured(TargetProgress part) {
    int functions = part.metricSource().pairs().size();
    if (functions > MOST_FUNCTIONS) {
      fault(
          "the canary of stage %s invokes %d functions other than production does, but at most %d can be measured: switch gate.metrics off, or release some of them through their own aliases"
              .formatted(part.target(), functions, MOST_FUNCTIONS));
    }
    return part;
  }

  private void fault(String fault) {
    findings = findings.plus(new Preflight(List.of(fault), List.of()));
  }

  private MetricSource metricSource(StagePreflight found) {
    if (request.scope().isOff()) {
      return MetricSource.UNREAD;
    }
    StageTarget target = found.target();
    String name = apiGateway.apis().name(target.restApi());
    MetricSource source = found.metricSource(name, home, canaryLog.equals(target.toString()));
    if (source.kind() != MetricSource.MetricSourceKind.QUALIFIERS) {
      namesakes(target, name);
    }
    return source;
  }

  /** API Gateway's metrics have the API's name and not its id ("API Gateway metrics"). */
  private void namesakes(StageTarget target, String name) {
    List<String> others = apiGateway.apis().namesakes(target.restApi(), name, target.stage());
    if (!others.isEmpty()) {
      fault(
          "stage %s cannot be measured: REST API %s has the same name, %s, and its stage %s would be counted with it, because CloudWatch tells APIs apart by their names: rename one of them (aws apigateway update-rest-api --rest-api-id %s --patch-operations op=replace,path=/name,value=NAME), point the canary to another alias with its variables, or switch gate.metrics off"
              .formatted(
                  target, String.join(", ", others), name, target.stage(), target.restApi()));
    }
  }

  /** Evidence can't set the pace of a canary without metrics of its own. */
  private void pace() {
    boolean paced = request.plan().isPaced() && !request.scope().isOff();
    if (paced
        && !parts.isEmpty()
        && parts.stream().noneMatch(part -> part.metricSource().hasCanaryMetrics())) {
      fault(
          "plan %s needs the canary's own metrics, but stage %s does not separate them from production's: point the canary to another alias with its variables, count its access log (see the README), or use steps"
              .formatted(request.plan().name(), parts.get(0).target()));
    }
  }
}
