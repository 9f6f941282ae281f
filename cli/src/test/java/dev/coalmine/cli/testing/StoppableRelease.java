package dev.coalmine.cli.testing;

import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.ExecutionStarter;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.HistoryEventType;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** One release in an account of its own that is stopped at a given event or state. */
public final class StoppableRelease {
  public static final Fault DENIED =
      Fault.error(403, "AccessDeniedException", "not authorized to perform this");

  private static final Duration NEXT_SWEEP = Duration.ofMinutes(5);

  /** Requests for each kind of target; they pass on time alone unless an alarm fires. */
  public enum SampleRequest {
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

    SampleRequest(String targets, boolean stepped) {
      this.targets = targets;
      this.plan =
          stepped
              ? "{\"steps\": [{\"weight\": 10, \"bake\": \"PT1M\"}, {\"weight\": 50, \"bake\":"
                  + " \"PT1M\"}]}"
              : "\"AllAtOnce\"";
    }

    /** The operation that moves the targets; for several kinds of targets, the stage's. */
    public String operation() {
      return targets.contains("stage") ? "UpdateStage" : "UpdateAlias";
    }

    /**
     * The request.
     *
     * @param alarm whether an alarm gates it
     */
    public String request(boolean alarm) {
      return "{\"targets\": [%s], \"plan\": %s, \"watch\": \"PT1M\", \"gate\": {\"metrics\": false%s}}"
          .formatted(targets, plan, alarm ? ", \"alarms\": [\"orders-errors\"]" : "");
    }
  }

  public final Rehearsal rehearsal;
  public final StopEvents after;
  public final SampleTargets targets;
  public final Map<String, Object> before;
  public final Set<String> states = new TreeSet<>();
  public final List<Integer> started = new ArrayList<>();
  public String execution = "";
  public int events;
  private Map<String, Object> scheduled = Map.of();

  StoppableRelease(
      LocalRuntime runtime,
      String request,
      BiConsumer<StoppableRelease, HistoryEvent> intervention) {
    rehearsal =
        new Rehearsal(
            runtime,
            request,
            new Rehearsal.RehearsalSetup(Rehearsal.START, Rehearsal.START, SampleAccount::createIn),
            1,
            new ReleaseTimeline(line -> {}, look -> {}),
            (Execution running, HistoryEvent event) -> {
              execution = running.identity().arn();
              states.add(running.currentState());
              events++;
              note(event);
              intervention.accept(this, event);
            });
    after = new StopEvents(rehearsal.world());
    after.disableRules();
    targets = new SampleTargets(rehearsal.world()).withDescriptions();
    before = targets.read();
  }

  /** Notes the tasks that call handlers; PutEvents changes no target. */
  private void note(HistoryEvent event) {
    if ("events".equals(event.detailTree().get("resourceType"))) {
      return;
    }
    if (event.type() == HistoryEventType.TASK_SCHEDULED) {
      scheduled = JsonView.of(event.detailTree().get("parameters")).map();
    } else if (event.type() == HistoryEventType.TASK_STARTED) {
      started.add(events);
    }
  }

  /** A release that is stopped at the n-th event of its history; never if there is none. */
  public static StoppableRelease stoppedAt(LocalRuntime runtime, String request, int event) {
    return new StoppableRelease(
        runtime,
        request,
        (play, happened) -> {
          if (play.events == event) {
            play.after.stop(play.execution);
          }
        });
  }

  /** A release that is stopped when it has entered the state for the n-th time. */
  public static StoppableRelease stoppedIn(
      LocalRuntime runtime, String request, String state, int visit) {
    int[] visits = new int[1];
    return new StoppableRelease(
        runtime,
        request,
        (play, happened) -> {
          boolean enters = happened.type().wireName().endsWith("StateEntered");
          if (enters && happened.stateName().equals(state) && ++visits[0] == visit) {
            play.after.stop(play.execution);
          }
        });
  }

  /**
   * The alarm is OK at first, and fires during the second step, or during the watch if there is
   * none.
   */
  public StoppableRelease scheduleAlarm(boolean fires, SampleRequest kind) {
    if (fires) {
      setAlarmState("OK");
      long when = kind.plan.contains("steps") ? 95 : 30;
      rehearsal.clock().runAt(Rehearsal.START.plusSeconds(when), () -> setAlarmState("ALARM"));
    }
    return this;
  }

  /** The alarm that gates the release is OK until a test sets another state. */
  public void putQuietAlarm() {
    Interventions.putAlarm(rehearsal, "orders-errors");
    setAlarmState("OK");
  }

  /** Sets the state of the alarm that gates the release. */
  public void setAlarmState(String value) {
    Map<String, Object> set =
        Map.of("AlarmName", "orders-errors", "StateValue", value, "StateReason", "by hand");
    rehearsal.world().cloudWatch().call("SetAlarmState", set);
  }

  public StoppableRelease run() {
    rehearsal.run();
    return this;
  }

  public void startAnother(String request) {
    try {
      ExecutionStarter.startIn(rehearsal.world(), request);
    } catch (ExecutionStarter.StartRefusedException refused) {
      throw new IllegalStateException(refused);
    }
  }

  public FaultInjection faults() {
    return rehearsal.world().aws().faults();
  }

  /** Denies an operation. */
  public void deny(String operation) {
    faults().always(operation, DENIED);
  }

  /**
   * Runs the handler that was invoked when the execution was stopped; it does not know of the stop.
   */
  public void invokeLastHandler() {
    byte[] payload = Json.toBytes(scheduled.get("Payload"));
    rehearsal.world().lambda().invoke(String.valueOf(scheduled.get("FunctionName")), payload);
  }

  public StopEvents.RestoreAnswer restore() {
    return after.restore(execution);
  }

  public StopEvents.RestoreAnswer sweep() {
    return sweep(NEXT_SWEEP);
  }

  public StopEvents.RestoreAnswer sweep(Duration later) {
    advance(later);
    return after.sweep();
  }

  /** Runs something when so much time has passed. */
  public void runAfter(Duration time, Runnable what) {
    rehearsal.clock().runAt(rehearsal.clock().instant().plus(time), what);
  }

  public void advance(Duration time) {
    rehearsal.clock().runTo(rehearsal.clock().instant().plus(time));
  }
}
