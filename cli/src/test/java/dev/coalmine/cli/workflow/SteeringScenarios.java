package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.faults;
import static dev.coalmine.cli.testing.Interventions.schedule;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.ExecutionStarter;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.cli.testing.Operator;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.request.SteeringCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Releases that are steered while they wait: by people, alarms, hooks and other releases. */
final class SteeringScenarios {
  private static final String STEPS =
      """
      {"function": "orders", "watch": "PT5M", "gate": {"alarms": ["shop-trouble"], "metrics": false},
       "plan": {"steps": [{"weight": 10, "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}], "poll": "PT5M"}%s}
      """;
  private static final String HOOKS =
      ", \"hooks\": {\"beforeTraffic\": \"orders-smoke\", \"eachStep\": \"orders-check\","
          + " \"afterTraffic\": \"orders-e2e\"}";

  private SteeringScenarios() {}

  static List<ReleaseScenario> all() {
    return List.of(
        new ReleaseScenario(
            "an-alarm-goes-off-between-two-looks",
            "alarm-alone.json",
            "failing",
            Interventions::nothing),
        new ReleaseScenario(
            "an-alarm-is-polled", "alarm-alone.json", "failing", Interventions::pollOnly),
        new ReleaseScenario("hooks-are-asked", "hooks.json", "healthy", Interventions::nothing),
        calm("hook-before-traffic-fails", HOOKS, hook("orders-smoke", "no")),
        calm("hook-of-a-step-fails", HOOKS, hook("orders-check", "too slow")),
        calm("hook-after-traffic-throws", HOOKS, rehearsal -> throwing(rehearsal, "orders-e2e")),
        calm("hook-that-answers-later", HOOKS, SteeringScenarios::later),
        calm(
            "hook-that-never-answers",
            HOOKS,
            rehearsal -> answering(rehearsal, "orders-check", Map.of("status", "Pending"))),
        calm(
            "hook-that-is-not-there-is-refused",
            HOOKS.replace("orders-e2e", "e2e"),
            rehearsal -> {}),
        calm(
            "alarm-while-a-hook-is-awaited",
            HOOKS,
            rehearsal -> {
              answering(rehearsal, "orders-check", Map.of("status", "Pending"));
              alarm(rehearsal, 200);
            }),
        new ReleaseScenario(
            "approved-twice",
            "approve.json",
            "healthy",
            rehearsal -> {
              Operator.scheduleCommand(rehearsal, 1200, SteeringCommand.APPROVE, "looks fine");
              Operator.scheduleCommand(rehearsal, 3000, SteeringCommand.APPROVE, "");
            }),
        new ReleaseScenario(
            "approval-that-nobody-gives", "approve.json", "healthy", Interventions::nothing),
        calm(
            "rejected",
            ", \"approve\": [50]",
            rehearsal ->
                Operator.scheduleCommand(
                    rehearsal, 400, SteeringCommand.REJECT, "not on a Friday")),
        calm(
            "alarm-while-an-approval-is-awaited",
            ", \"approve\": [50]",
            rehearsal -> alarm(rehearsal, 700)),
        new ReleaseScenario(
            "inconclusive-is-decided-by-a-person",
            "{\"function\": \"orders\", \"whenInconclusive\": \"ask\", \"maxDuration\": \"PT20M\"}",
            "silent",
            rehearsal ->
                Operator.scheduleCommand(rehearsal, 1500, SteeringCommand.APPROVE, "it is night")),
        calm(
            "paused-and-resumed",
            "",
            rehearsal -> {
              Operator.scheduleCommand(rehearsal, 60, SteeringCommand.PAUSE, "looking at the logs");
              Operator.scheduleCommand(rehearsal, 4000, SteeringCommand.RESUME, "");
            }),
        calm(
            "skipped-by-hand",
            "",
            rehearsal -> Operator.scheduleCommand(rehearsal, 60, SteeringCommand.SKIP, "urgent")),
        calm(
            "promoted-by-hand",
            "",
            rehearsal ->
                Operator.scheduleCommand(rehearsal, 60, SteeringCommand.PROMOTE, "urgent")),
        calm(
            "rolled-back-by-hand",
            "",
            rehearsal ->
                Operator.scheduleCommand(rehearsal, 60, SteeringCommand.ROLL_BACK, "complaints")),
        calm(
            "rolled-back-by-hand-during-the-watch",
            "",
            rehearsal ->
                Operator.scheduleCommand(rehearsal, 660, SteeringCommand.ROLL_BACK, "complaints")),
        calm(
            "told-what-it-cannot-do",
            "",
            rehearsal -> Operator.scheduleCommand(rehearsal, 60, SteeringCommand.RESUME, "")),
        calm("alarm-wakes-a-bake", "", rehearsal -> alarm(rehearsal, 100)),
        calm(
            "without-eventbridge-it-looks-all-the-same",
            "",
            rehearsal -> faults(rehearsal).always("PutEvents", Interventions.accessDenied())),
        calm(
                "queued-behind-another",
                "",
                rehearsal -> schedule(rehearsal, 60, () -> another(rehearsal, "queue")))
            .expectingTarget("orders:live", "9"),
        calm(
                "replaced-by-a-newer-one",
                "",
                rehearsal -> schedule(rehearsal, 60, () -> another(rehearsal, "replace")))
            .expectingTarget("orders:live", "9"),
        calm(
                "queue-begins-anew-after-a-lost-race",
                ", \"ifBusy\": \"queue\"",
                SteeringScenarios::lostRace)
            .expectingTarget("orders:live", "9"),
        calm(
                "a-person-who-was-first-is-not-queued-for",
                ", \"ifBusy\": \"queue\", \"approve\": [10]",
                rehearsal ->
                    schedule(
                        rehearsal,
                        600,
                        () -> Interventions.moveAlias(rehearsal, "orders", "6", Map.of())))
            .expectingTarget("orders:live", "6"),
        new ReleaseScenario(
            "nobody-else-is-queued-for", "queue.json", "failing", Interventions::nothing),
        calm(
            "a-document-that-says-nothing-is-stuck",
            "",
            rehearsal -> {
              answering(rehearsal, StackName.functionName("PrepareFunction"), Map.of());
              throwing(rehearsal, StackName.functionName("RollbackFunction"));
            }));
  }

  private static ReleaseScenario calm(String name, String more, Consumer<Rehearsal> meanwhile) {
    return ReleaseScenario.withOkAlarm(name, STEPS.formatted(more), meanwhile);
  }

  private static FunctionRunner.FunctionResult says(String json) {
    return new FunctionRunner.FunctionResult(
        json.getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(1));
  }

  private static void answering(Rehearsal rehearsal, String hook, Map<String, ?> answer) {
    rehearsal.world().lambda().setRunner(hook, call -> says(Json.toText(answer)));
  }

  private static Consumer<Rehearsal> hook(String name, String message) {
    return rehearsal -> answering(rehearsal, name, Map.of("status", "Failed", "message", message));
  }

  private static void throwing(Rehearsal rehearsal, String hook) {
    byte[] error =
        "{\"errorMessage\": \"expected 200, got 500\", \"errorType\": \"E\"}"
            .getBytes(StandardCharsets.UTF_8);
    rehearsal
        .world()
        .lambda()
        .setRunner(
            hook, call -> new FunctionRunner.FunctionResult(error, true, Duration.ofMillis(1)));
  }

  private static void later(Rehearsal rehearsal) {
    answering(rehearsal, "orders-smoke", Map.of("status", "Pending"));
    schedule(
        rehearsal,
        1800,
        () ->
            new Operator(rehearsal.world())
                .answerTask(Map.of("status", "Succeeded", "message", "214 checks")));
  }

  private static void alarm(Rehearsal rehearsal, int seconds) {
    schedule(
        rehearsal, seconds, () -> Interventions.setAlarmState(rehearsal, "shop-trouble", "ALARM"));
  }

  private static void another(Rehearsal rehearsal, String ifBusy) {
    rehearsal.world().lambda().publish("orders", new byte[] {9});
    start(rehearsal, STEPS.formatted(", \"version\": \"9\", \"ifBusy\": \"" + ifBusy + "\""));
  }

  /** The first write is throttled, and another release writes before the retry. */
  private static void lostRace(Rehearsal rehearsal) {
    rehearsal.world().lambda().publish("orders", new byte[] {9});
    Interventions.injectFault(
        rehearsal, "UpdateAlias", 1, Interventions.untilSdkGivesUp(Fault.throttled()));
    schedule(rehearsal, 0, () -> start(rehearsal, STEPS.formatted(", \"version\": \"8\"")));
  }

  private static void start(Rehearsal rehearsal, String input) {
    try {
      ExecutionStarter.startIn(rehearsal.world(), input);
    } catch (ExecutionStarter.StartRefusedException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
