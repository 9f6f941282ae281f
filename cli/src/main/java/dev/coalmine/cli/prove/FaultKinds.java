package dev.coalmine.cli.prove;

import dev.coalmine.cli.prove.FaultKind.Reach;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.clock.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of faults. Their sources are at {@link Fault}, where AWS documents them. */
final class FaultKinds {
  /** The SDK's attempts of one call: the first one and three retries. */
  private static final int SDK_ATTEMPTS = 4;

  /** An invocation by the workflow, and its six retries. */
  private static final int WORKFLOW_ATTEMPTS = 7;

  /** More than the attempts of a handler and of the workflow together. */
  private static final int MANY_ATTEMPTS = 30;

  private static final Pattern TIMED = Pattern.compile("([a-z-]+?)[ -](\\d{1,5})(s|m)");

  private static final Predicate<AwsCall> ANY = Predicate.not(AwsCall::isByService);
  private static final Predicate<AwsCall> EVERYTHING = Objects::nonNull;
  private static final Predicate<AwsCall> HANDLERS = AwsCall::isByHandler;
  private static final Predicate<AwsCall> TARGETS =
      HANDLERS.and(call -> call.isRead() || call.isWrite());

  private final List<FaultKind> kinds = new ArrayList<>();

  private FaultKinds() {}

  /** All kinds that are played by default, in the order of the table. */
  static List<FaultKind> all() {
    FaultKinds list = new FaultKinds();
    list.refusals();
    list.losses();
    list.deaths();
    list.otherPeople();
    list.writes();
    list.monitoring();
    list.deliveries();
    list.kinds.addAll(
        List.of(
            lateWriter(Duration.ofSeconds(1)),
            lateWriter(Duration.ofSeconds(12)),
            lateWriter(Duration.ofSeconds(28)),
            stoppedLateWriter(Duration.ofSeconds(12)),
            outage(Duration.ofMinutes(2)),
            outage(Duration.ofMinutes(20)),
            stoppedInOutage(Duration.ofMinutes(20)),
            redriven(Duration.ofSeconds(20)),
            redriven(Duration.ofMinutes(5)),
            lateMetrics(Duration.ofMinutes(8)),
            skewed(Duration.ofSeconds(2))));
    return List.copyOf(list.kinds);
  }

  /** The kind of this name, which may have another time than those of {@link #all()}. */
  static Optional<FaultKind> named(String name) {
    Matcher timed = TIMED.matcher(name.strip());
    if (!timed.matches()) {
      return all().stream().filter(kind -> kind.name().equals(name.strip())).findFirst();
    }
    long count = Long.parseLong(timed.group(2));
    Duration time =
        timed.group(3).equals("s") ? Duration.ofSeconds(count) : Duration.ofMinutes(count);
    return switch (timed.group(1)) {
      case "late-writer" -> Optional.of(lateWriter(time));
      case "stop-late-writer" -> Optional.of(stoppedLateWriter(time));
      case "outage" -> Optional.of(outage(time));
      case "stop-outage" -> Optional.of(stoppedInOutage(time));
      case "stop-redrive" -> Optional.of(redriven(time));
      case "cloudwatch-late" -> Optional.of(lateMetrics(time));
      case "skew" -> Optional.of(skewed(time));
      default -> Optional.empty();
    };
  }

  private void add(
      String name,
      String meaning,
      Predicate<AwsCall> calls,
      Reach reach,
      BiFunction<FaultScene, AwsCall, Fault> fault) {
    kinds.add(new FaultKind(name, meaning, calls, reach, fault));
  }

  private void add(
      String name, String meaning, Predicate<AwsCall> calls, Reach reach, Fault fault) {
    add(name, meaning, calls, reach, (scene, call) -> fault);
  }

  private void refusals() {
    Reach attempts = Reach.times(SDK_ATTEMPTS);
    add("throttled", "refused once for its rate", ANY, Reach.ONCE, Fault.throttled());
    add("throttled-4", "until the SDK gives up", HANDLERS, attempts, Fault.throttled());
    add("error-500", "the service fails once", ANY, Reach.ONCE, Fault.serviceError());
    add("error-500-4", "until the SDK gives up", HANDLERS, attempts, Fault.serviceError());
    add("denied", "access is denied once", ANY, Reach.ONCE, Fault.accessDenied());
    add("denied-for-ever", "from this call on", ANY, Reach.FOR_EVER, Fault.accessDenied());
  }

  private void losses() {
    Predicate<AwsCall> connected = call -> HANDLERS.test(call) || call.isByStateMachine();
    add("reset", "the connection breaks before", connected, Reach.ONCE, Fault.connectionReset());
    add("lost-answer", "done, and answered by a 500", ANY, Reach.ONCE, Fault.lostResponse());
    add(
        "lost-answer-4",
        "done, and never answered to the SDK",
        HANDLERS,
        Reach.times(SDK_ATTEMPTS),
        Fault.lostResponse());
    add(
        "lost-connection",
        "done, and the connection breaks",
        connected,
        Reach.ONCE,
        Fault.lostConnection());
    Predicate<AwsCall> reads = HANDLERS.and(AwsCall::isRead);
    String before = "sees the target as before the last write";
    add("stale-read", before, reads, Reach.ONCE, FaultScene::staleRead);
    add("stale-read-2", before + ", twice", reads, Reach.times(2), FaultScene::staleRead);
  }

  private void deaths() {
    add(
        "killed-before",
        "the handler dies before the call",
        HANDLERS,
        Reach.ONCE,
        (scene, call) -> Fault.before(scene.handlers()::kill));
    add(
        "killed-after",
        "the handler dies after the call",
        HANDLERS,
        Reach.ONCE,
        (scene, call) -> Fault.after(scene.handlers()::kill));
    add(
        "stop",
        "somebody stops the execution before the call",
        ANY,
        Reach.ONCE,
        (scene, call) -> Fault.before(scene.account()::stopAll));
    add(
        "timed-out",
        "all executions end by their time limit",
        TARGETS.or(call -> call.caller().equals("StackWorkflow")),
        Reach.ONCE,
        (scene, call) -> Fault.before(scene.account()::timeOutAll));
    add(
        "stop-after",
        "somebody stops the execution after the call",
        TARGETS,
        Reach.ONCE,
        (scene, call) -> Fault.after(scene.account()::stopAll));
  }

  private void otherPeople() {
    add(
        "deployment",
        "somebody deploys something else just before",
        TARGETS,
        Reach.ONCE,
        (scene, call) -> Fault.before(() -> scene.people().deploy(call.about())));
    add(
        "deployment-after",
        "somebody deploys something else just after",
        TARGETS,
        Reach.ONCE,
        (scene, call) -> Fault.after(() -> scene.people().deploy(call.about())));
    add(
        "edit",
        "somebody changes a variable or a description just before",
        TARGETS,
        Reach.ONCE,
        (scene, call) -> Fault.before(() -> scene.people().edit(call.about())));
    add(
        "edit-after",
        "somebody changes a variable or a description just after",
        TARGETS,
        Reach.ONCE,
        (scene, call) -> Fault.after(() -> scene.people().edit(call.about())));
  }

  private void writes() {
    Predicate<AwsCall> stages = call -> call.operation().equals("UpdateStage");
    Predicate<AwsCall> aliases = call -> call.operation().equals("UpdateAlias");
    Fault conflict = Fault.concurrentModification();
    Fault precondition =
        Fault.error(412, "PreconditionFailedException", "The Revision Id provided does not match");
    Reach often = Reach.times(MANY_ATTEMPTS);
    add("conflict", "API Gateway is busy with the API", stages, Reach.ONCE, conflict);
    add("conflict-30", "API Gateway is busy for long", stages, often, conflict);
    add("precondition", "a changed revision, once", aliases, Reach.ONCE, precondition);
    add("precondition-30", "until the workflow's retries end", aliases, often, precondition);
    for (int operations : List.of(1, 2)) {
      add(
          "half-applied-" + operations,
          "so many operations of a patch are applied, and a 500",
          stages,
          Reach.ONCE,
          (scene, call) ->
              Fault.before(
                  () -> scene.account().world().apiGateway().failNextUpdateAfter(operations)));
    }
  }

  private void monitoring() {
    Predicate<AwsCall> monitors = HANDLERS.and(AwsCall::isToCloudWatch);
    add(
        "cloudwatch-down",
        "CloudWatch fails from this call on",
        monitors,
        Reach.service(),
        Fault.serviceError());
    Predicate<AwsCall> metrics = call -> call.operation().equals("GetMetricData");
    for (String status : List.of("InternalError", "Complete")) {
      add(
          status.equals("Complete") ? "cloudwatch-empty" : "cloudwatch-unreadable",
          "GetMetricData answers " + status + " without a value from this call on",
          metrics,
          Reach.FOR_EVER,
          (scene, call) ->
              Fault.before(
                  () -> scene.account().world().cloudWatch().withholdNextMetricData(status)));
    }
  }

  private void deliveries() {
    add(
        "twice",
        "an invocation or event is delivered twice",
        call -> call.isInvocation() || call.operation().equals("PutEvents"),
        Reach.ONCE,
        Fault.deliveredTwice());
    add(
        "error-500-7",
        "until the workflow's retries end",
        call -> call.isByStateMachine() && call.isInvocation(),
        new Reach(
            WORKFLOW_ATTEMPTS,
            Duration.ofDays(1),
            (first, later) -> first.isLike(later) && first.about().equals(later.about())),
        Fault.serviceError());
  }

  private static FaultKind lateWriter(Duration late) {
    return new FaultKind(
        "late-writer " + text(late),
        "the invocation fails, and the handler goes on so much later",
        TARGETS,
        Reach.ONCE,
        (scene, call) -> Fault.before(() -> scene.handlers().loseCaller(late)));
  }

  private static FaultKind stoppedLateWriter(Duration late) {
    return new FaultKind(
        "stop-late-writer " + text(late),
        "somebody stops the execution, and the handler goes on so much later",
        TARGETS,
        Reach.ONCE,
        (scene, call) ->
            Fault.before(
                () -> {
                  scene.account().stopAll();
                  scene.handlers().loseCaller(late);
                }));
  }

  private static FaultKind outage(Duration time) {
    return new FaultKind(
        "outage " + text(time),
        "all of AWS fails for so long",
        EVERYTHING,
        Reach.everything(time),
        (scene, call) -> Fault.serviceError());
  }

  private static FaultKind stoppedInOutage(Duration time) {
    return new FaultKind(
        "stop-outage " + text(time),
        "somebody stops the execution, and all of AWS fails for so long",
        TARGETS,
        Reach.everything(time),
        (scene, call) -> {
          scene.account().stopAll();
          return Fault.serviceError();
        });
  }

  private static FaultKind redriven(Duration later) {
    return new FaultKind(
        "stop-redrive " + text(later),
        "somebody stops the execution, and redrives it so much later",
        TARGETS.and(call -> !call.isOfSweep()),
        Reach.ONCE,
        (scene, call) ->
            Fault.before(
                () -> {
                  scene.account().stopAll();
                  VirtualClock clock = scene.account().clock();
                  clock.runAt(clock.instant().plus(later), scene.account()::redriveAll);
                }));
  }

  private static FaultKind lateMetrics(Duration later) {
    return new FaultKind(
        "cloudwatch-late " + text(later),
        "data points are visible so much later, from this call on",
        call -> call.operation().equals("GetMetricData"),
        Reach.ONCE,
        (scene, call) ->
            Fault.before(() -> scene.account().world().cloudWatch().delayMetricData(later)));
  }

  private static FaultKind skewed(Duration most) {
    return new FaultKind(
        "skew " + text(most),
        "each invocation has a time of its own, so much before or after the true one at most",
        call -> call.isByStateMachine() && call.isInvocation() && call.occurrence() == 1,
        Reach.ONCE,
        (scene, call) ->
            Fault.before(
                () ->
                    scene
                        .account()
                        .world()
                        .lambda()
                        .wrapRunners(runner -> new SkewedRunner(runner, most))));
  }

  private static String text(Duration time) {
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + "m" : time.toSeconds() + "s";
  }
}
