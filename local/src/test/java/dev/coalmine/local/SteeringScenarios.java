package dev.coalmine.local;

import static dev.coalmine.local.Meanwhile.at;
import static dev.coalmine.local.Meanwhile.faults;

import dev.coalmine.local.aws.Fault;
import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.json.Json;
import dev.coalmine.release.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Releases that are told something while they wait: by people, alarms, hooks and each other. */
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

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "an-alarm-goes-off-between-two-looks",
            "alarm-alone.json",
            "failing",
            Meanwhile::nothing),
        new Scenario("an-alarm-is-polled", "alarm-alone.json", "failing", Meanwhile::pollOnly),
        new Scenario("hooks-are-asked", "hooks.json", "healthy", Meanwhile::nothing),
        calm("hook-before-traffic-fails", HOOKS, hook("orders-smoke", "no")),
        calm("hook-of-a-step-fails", HOOKS, hook("orders-check", "too slow")),
        calm("hook-after-traffic-throws", HOOKS, stage -> throwing(stage, "orders-e2e")),
        calm("hook-that-answers-later", HOOKS, SteeringScenarios::later),
        calm(
            "hook-that-never-answers",
            HOOKS,
            stage -> answering(stage, "orders-check", Map.of("status", "Pending"))),
        calm("hook-that-is-not-there-is-refused", HOOKS.replace("orders-e2e", "e2e"), stage -> {}),
        calm(
            "alarm-while-a-hook-is-awaited",
            HOOKS,
            stage -> {
              answering(stage, "orders-check", Map.of("status", "Pending"));
              alarm(stage, 200);
            }),
        new Scenario(
            "approved-twice",
            "approve.json",
            "healthy",
            stage -> {
              Somebody.says(stage, 1200, Command.APPROVE, "looks fine");
              Somebody.says(stage, 3000, Command.APPROVE, "");
            }),
        new Scenario("approval-that-nobody-gives", "approve.json", "healthy", Meanwhile::nothing),
        calm(
            "rejected",
            ", \"approve\": [50]",
            stage -> Somebody.says(stage, 400, Command.REJECT, "not on a Friday")),
        calm(
            "alarm-while-an-approval-is-awaited",
            ", \"approve\": [50]",
            stage -> alarm(stage, 700)),
        new Scenario(
            "inconclusive-is-decided-by-a-person",
            "{\"function\": \"orders\", \"whenInconclusive\": \"ask\", \"maxDuration\": \"PT20M\"}",
            "silent",
            stage -> Somebody.says(stage, 1500, Command.APPROVE, "it is night")),
        calm(
            "paused-and-resumed",
            "",
            stage -> {
              Somebody.says(stage, 60, Command.PAUSE, "looking at the logs");
              Somebody.says(stage, 4000, Command.RESUME, "");
            }),
        calm("skipped-by-hand", "", stage -> Somebody.says(stage, 60, Command.SKIP, "urgent")),
        calm("promoted-by-hand", "", stage -> Somebody.says(stage, 60, Command.PROMOTE, "urgent")),
        calm(
            "rolled-back-by-hand",
            "",
            stage -> Somebody.says(stage, 60, Command.ROLL_BACK, "complaints")),
        calm(
            "rolled-back-by-hand-during-the-watch",
            "",
            stage -> Somebody.says(stage, 660, Command.ROLL_BACK, "complaints")),
        calm("told-what-it-cannot-do", "", stage -> Somebody.says(stage, 60, Command.RESUME, "")),
        calm("alarm-wakes-a-bake", "", stage -> alarm(stage, 100)),
        calm(
            "without-eventbridge-it-looks-all-the-same",
            "",
            stage -> faults(stage).always("PutEvents", Meanwhile.denied())),
        calm("queued-behind-another", "", stage -> at(stage, 60, () -> another(stage, "queue")))
            .leaving("orders:live", "9"),
        calm("replaced-by-a-newer-one", "", stage -> at(stage, 60, () -> another(stage, "replace")))
            .leaving("orders:live", "9"),
        calm(
                "queue-begins-anew-after-a-lost-race",
                ", \"ifBusy\": \"queue\"",
                SteeringScenarios::lostRace)
            .leaving("orders:live", "9"),
        calm(
                "a-person-who-was-first-is-not-queued-for",
                ", \"ifBusy\": \"queue\", \"approve\": [10]",
                stage -> at(stage, 600, () -> Meanwhile.route(stage, "orders", "6", Map.of())))
            .leaving("orders:live", "6"),
        new Scenario("nobody-else-is-queued-for", "queue.json", "failing", Meanwhile::nothing),
        calm(
            "a-document-that-says-nothing-is-stuck",
            "",
            stage -> {
              answering(stage, World.function("PrepareFunction"), Map.of());
              throwing(stage, World.function("RollbackFunction"));
            }));
  }

  private static Scenario calm(String name, String more, Consumer<Rehearsal> meanwhile) {
    return Scenario.calm(name, STEPS.formatted(more), meanwhile);
  }

  private static Runner.Result says(String json) {
    return new Runner.Result(json.getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(1));
  }

  private static void answering(Rehearsal stage, String hook, Map<String, ?> answer) {
    stage.world().lambda().runner(hook, call -> says(Json.text(answer)));
  }

  private static Consumer<Rehearsal> hook(String name, String message) {
    return stage -> answering(stage, name, Map.of("status", "Failed", "message", message));
  }

  private static void throwing(Rehearsal stage, String hook) {
    byte[] error =
        "{\"errorMessage\": \"expected 200, got 500\", \"errorType\": \"E\"}"
            .getBytes(StandardCharsets.UTF_8);
    stage
        .world()
        .lambda()
        .runner(hook, call -> new Runner.Result(error, true, Duration.ofMillis(1)));
  }

  private static void later(Rehearsal stage) {
    answering(stage, "orders-smoke", Map.of("status", "Pending"));
    at(
        stage,
        1800,
        () ->
            new Somebody(stage.world())
                .answer(Map.of("status", "Succeeded", "message", "214 checks")));
  }

  private static void alarm(Rehearsal stage, int seconds) {
    at(stage, seconds, () -> Meanwhile.alarm(stage, "shop-trouble", "ALARM"));
  }

  private static void another(Rehearsal stage, String ifBusy) {
    stage.world().lambda().publish("orders", new byte[] {9});
    start(stage, STEPS.formatted(", \"version\": \"9\", \"ifBusy\": \"" + ifBusy + "\""));
  }

  /** Its first write is throttled, and before it is tried again another release has written. */
  private static void lostRace(Rehearsal stage) {
    stage.world().lambda().publish("orders", new byte[] {9});
    Meanwhile.fault(stage, "UpdateAlias", 1, Meanwhile.failing(Fault.throttled()));
    at(stage, 0, () -> start(stage, STEPS.formatted(", \"version\": \"8\"")));
  }

  private static void start(Rehearsal stage, String input) {
    try {
      StartExecution.in(stage.world(), input);
    } catch (StartExecution.Refused refused) {
      throw new IllegalStateException(refused);
    }
  }
}
