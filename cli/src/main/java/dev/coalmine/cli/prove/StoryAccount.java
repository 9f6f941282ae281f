package dev.coalmine.cli.prove;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.rehearsal.TrafficTargets;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.HistoryEventType;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The sample account that one story is played in, and what people do in it. */
final class StoryAccount {
  static final Instant START = Rehearsal.START;
  static final String ALARM = "shop-trouble";
  private static final Duration WARM_UP = Duration.ofHours(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration LAST_LOOK = Duration.ofHours(2);

  private final VirtualClock clock;
  private final SimulatedAccount world;
  private final Map<String, Execution> executions = new LinkedHashMap<>();
  private final List<CompletableFuture<?>> doors = new ArrayList<>();
  private boolean counting = true;

  StoryAccount(LocalRuntime runtime, String traffic) {
    clock = new VirtualClock(traffic.isEmpty() ? START : START.minus(WARM_UP));
    world =
        new SimulatedAccount(
            runtime, clock, TaskExecutor.withoutTimeouts(), false, 1, this::onEvent);
    SampleAccount.createIn(world);
    createAlarm();
    if (!traffic.isEmpty()) {
      TrafficTargets.readFrom("{\"function\": \"orders\"}")
          .startTraffic(world, TrafficProfile.load(traffic), 1);
      clock.runTo(START);
    }
    world.enableTriggers();
  }

  private void onEvent(Execution execution, HistoryEvent event) {
    executions.putIfAbsent(execution.identity().arn(), execution);
  }

  private void createAlarm() {
    Map<String, Object> alarm = new LinkedHashMap<>();
    alarm.put("AlarmName", ALARM);
    alarm.put("Namespace", "Shop");
    alarm.put("MetricName", "Trouble");
    alarm.put("Statistic", "Sum");
    alarm.put("Period", 60);
    alarm.put("EvaluationPeriods", 1);
    alarm.put("Threshold", 0);
    alarm.put("ComparisonOperator", "GreaterThanThreshold");
    alarm.put("TreatMissingData", "ignore");
    world.cloudWatch().call("PutMetricAlarm", alarm);
    setAlarm("OK");
  }

  SimulatedAccount world() {
    return world;
  }

  VirtualClock clock() {
    return clock;
  }

  /** The executions of the release workflow, the first one first. */
  List<Execution> releases() {
    return executions.values().stream()
        .filter(each -> each.identity().stateMachineName().equals(StackName.NAME))
        .toList();
  }

  /** All executions, those for stacks included. */
  List<Execution> executions() {
    return List.copyOf(executions.values());
  }

  Optional<Execution> release(String name) {
    return Optional.ofNullable(executions.get(Arns.execution(StackName.NAME, name)));
  }

  /** Whether calls count, and get faults. */
  boolean isCounting() {
    return counting;
  }

  void setCounting(boolean counts) {
    counting = counts;
  }

  /** What a door of a release, such as a stack, is told in the end. */
  void addDoor(CompletableFuture<?> answer) {
    doors.add(answer);
  }

  List<CompletableFuture<?>> doors() {
    return List.copyOf(doors);
  }

  /** Does something so many seconds after the start. */
  void at(long seconds, Runnable what) {
    clock.runAt(START.plusSeconds(seconds), what);
  }

  /**
   * Lets the alarm go on so many seconds after the canary first got traffic, or a stage its mark:
   * an alarm that is on before a release is not the canary's.
   *
   * @param promised what the targets serve after a promotion
   */
  void failCanary(long seconds, Map<String, TargetView> promised) {
    Instant now = clock.instant();
    clock.runAt(
        now.plus(BETWEEN_LOOKS),
        () -> {
          if (isReleasing(promised)) {
            clock.runAt(now.plusSeconds(seconds), () -> setAlarm("ALARM"));
          } else if (now.isBefore(START.plus(LAST_LOOK))) {
            failCanary(seconds, promised);
          }
        });
  }

  private boolean isReleasing(Map<String, TargetView> promised) {
    return TargetViews.read(world).entrySet().stream()
        .anyMatch(
            target ->
                target.getValue().isMarked()
                    || Optional.ofNullable(promised.get(target.getKey()))
                        .filter(
                            next ->
                                target.getValue().servesLike(next)
                                    || target.getValue().split().contains(next.primary()))
                        .isPresent());
  }

  /** Starts a release by Step Functions' API. */
  void start(String name, String request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("stateMachineArn", world.stateMachineArn());
    body.put("name", name);
    body.put("input", request);
    ask("StartExecution", body);
  }

  void setAlarm(String state) {
    world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", ALARM, "StateValue", state, "StateReason", "by hand"));
  }

  /** Stops all releases that run. */
  void stopAll() {
    for (Execution each : releases()) {
      if (each.stopDate().isEmpty()) {
        ask("StopExecution", Map.of("executionArn", each.identity().arn(), "cause", "by hand"));
      }
    }
  }

  /** Ends all executions that run as their time limit does. */
  void timeOutAll() {
    executions.values().forEach(Execution::timeOut);
  }

  /** Redrives all releases that were stopped or failed. */
  void redriveAll() {
    releases()
        .forEach(each -> ask("RedriveExecution", Map.of("executionArn", each.identity().arn())));
  }

  /** Answers the wait of a release with a person's command, if it waits in this state. */
  void command(String name, String state, String command) {
    release(name)
        .filter(found -> found.currentState().equals(state))
        .flatMap(StoryAccount::token)
        .ifPresent(token -> succeed(token, Map.of("command", command, "by", "ann")));
  }

  /** Completes a task that waits for its token; nothing happens if it does not wait any more. */
  void succeed(String token, Map<String, Object> output) {
    ask("SendTaskSuccess", Map.of("taskToken", token, "output", Json.toText(output)));
  }

  private static Optional<String> token(Execution execution) {
    List<HistoryEvent> events = execution.history();
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).type() == HistoryEventType.TASK_SCHEDULED) {
        String parameters = Json.toText(events.get(i).detailTree().get("parameters"));
        return Optional.of(
            parameters.replaceFirst("(?s).*\\\\?\"token\\\\?\":\\s*\\\\?\"([^\"\\\\]+).*", "$1"));
      }
    }
    return Optional.empty();
  }

  /** Calls Step Functions as a person; a refusal is the person's to see. */
  private WireResponse ask(String operation, Map<String, Object> input) {
    return world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, input));
  }
}
