package dev.coalmine.local;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.asl.HistoryEventType;
import dev.coalmine.local.aws.Fault;
import dev.coalmine.local.aws.Faults;
import dev.coalmine.local.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** One release in a world of its own, with somebody who meddles while it runs. */
final class Play {
  static final Fault DENIED =
      Fault.error(403, "AccessDeniedException", "not authorized to perform this");

  private static final Duration NEXT_SWEEP = Duration.ofMinutes(5);

  /** Releases of each kind of target, which pass on time alone unless an alarm fires. */
  enum Kind {
    ALIAS("{\"function\": \"orders\"}", true),
    AT_ONCE("{\"function\": \"orders\"}", false),
    FUNCTIONS(
        "{\"function\": \"orders\"}, {\"function\": \"billing\"}, {\"function\": \"mail\"}", true),
    STAGE("{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"x9y8z7\"}", true),
    STAGE_AT_ONCE(
        "{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"x9y8z7\","
            + " \"variables\": {\"lambdaAlias\": \"next\"}}",
        false),
    STAGE_AND_ALIAS(
        "{\"function\": \"orders\"}, {\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\","
            + " \"variables\": {\"lambdaAlias\": \"next\"}}",
        true);

    private final String targets;
    private final String plan;

    Kind(String targets, boolean stepped) {
      this.targets = targets;
      this.plan =
          stepped
              ? "{\"steps\": [{\"weight\": 10, \"bake\": \"PT1M\"}, {\"weight\": 50, \"bake\": \"PT1M\"}]}"
              : "\"AllAtOnce\"";
    }

    /** The call that moves its targets; of several kinds of targets, the stage. */
    String operation() {
      return targets.contains("stage") ? "UpdateStage" : "UpdateAlias";
    }

    /**
     * The request.
     *
     * @param alarm whether an alarm gates it
     */
    String request(boolean alarm) {
      return "{\"targets\": [%s], \"plan\": %s, \"watch\": \"PT1M\", \"gate\": {\"metrics\": false%s}}"
          .formatted(targets, plan, alarm ? ", \"alarms\": [\"orders-errors\"]" : "");
    }
  }

  final Rehearsal rehearsal;
  final Aftermath after;
  final Targets targets;
  final Map<String, Object> before;
  final Set<String> states = new TreeSet<>();
  final List<Integer> started = new ArrayList<>();
  String execution = "";
  int events;
  private Map<String, Object> scheduled = Map.of();

  Play(Laptop laptop, String request, BiConsumer<Play, HistoryEvent> meddler) {
    rehearsal =
        new Rehearsal(
            laptop,
            request,
            new Rehearsal.Stage(Rehearsal.START, Rehearsal.START, Scene::in),
            1,
            new Timeline(line -> {}, look -> {}),
            (Execution running, HistoryEvent event) -> {
              execution = running.identity().arn();
              states.add(running.currentState());
              events++;
              note(event);
              meddler.accept(this, event);
            });
    after = new Aftermath(rehearsal.world());
    after.waitToBeTold();
    targets = new Targets(rehearsal.world()).described();
    before = targets.standing();
  }

  /** Of tasks that call handlers: events that are put do nothing to a target. */
  private void note(HistoryEvent event) {
    if ("events".equals(event.facts().get("resourceType"))) {
      return;
    }
    if (event.type() == HistoryEventType.TASK_SCHEDULED) {
      scheduled = Template.map(event.facts().get("parameters"));
    } else if (event.type() == HistoryEventType.TASK_STARTED) {
      started.add(events);
    }
  }

  /** Stopped at the n-th event of its history; never if there is none. */
  static Play stoppedAt(Laptop laptop, String request, int event) {
    return new Play(
        laptop,
        request,
        (play, happened) -> {
          if (play.events == event) {
            play.after.stop(play.execution);
          }
        });
  }

  /** Stopped when it has entered the state for the n-th time. */
  static Play stoppedIn(Laptop laptop, String request, String state, int visit) {
    int[] visits = new int[1];
    return new Play(
        laptop,
        request,
        (play, happened) -> {
          boolean enters = happened.type().text().endsWith("StateEntered");
          if (enters && happened.stateName().equals(state) && ++visits[0] == visit) {
            play.after.stop(play.execution);
          }
        });
  }

  /** The alarm is well at first and fires during the second step, or the watch if there is none. */
  Play alarm(boolean fires, Kind kind) {
    if (fires) {
      state("OK");
      long when = kind.plan.contains("steps") ? 95 : 30;
      rehearsal.clock().at(Rehearsal.START.plusSeconds(when), () -> state("ALARM"));
    }
    return this;
  }

  private void state(String value) {
    Map<String, Object> set =
        Map.of("AlarmName", "orders-errors", "StateValue", value, "StateReason", "by hand");
    rehearsal.world().cloudWatch().call("SetAlarmState", set);
  }

  Play run() {
    rehearsal.play();
    return this;
  }

  /** Starts another release beside it. */
  void start(String request) {
    try {
      StartExecution.in(rehearsal.world(), request);
    } catch (StartExecution.Refused refused) {
      throw new IllegalStateException(refused);
    }
  }

  Faults faults() {
    return rehearsal.world().aws().faults();
  }

  /** From now on AWS does not allow this. */
  void denies(String operation) {
    faults().always(operation, DENIED);
  }

  /** Runs the handler that was started when the execution was stopped: it knows nothing of that. */
  void letHandlerGoOn() {
    byte[] payload = Json.bytes(scheduled.get("Payload"));
    rehearsal.world().lambda().invoke(String.valueOf(scheduled.get("FunctionName")), payload);
  }

  Aftermath.Answer restore() {
    return after.restore(execution);
  }

  Aftermath.Answer sweep() {
    return sweep(NEXT_SWEEP);
  }

  Aftermath.Answer sweep(Duration later) {
    pass(later);
    return after.sweep();
  }

  void pass(Duration time) {
    rehearsal.clock().runTo(rehearsal.clock().instant().plus(time));
  }
}
