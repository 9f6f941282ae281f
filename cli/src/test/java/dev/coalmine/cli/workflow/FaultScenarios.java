package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.accessDenied;
import static dev.coalmine.cli.testing.Interventions.injectFault;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static dev.coalmine.cli.testing.Interventions.setAlarmState;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.WidgetDriver;
import dev.coalmine.embedded.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Releases that other people, faults of AWS or a stop interfere with. */
final class FaultScenarios extends ScenarioList {
  /** As UpdateAlias says it, recorded. */
  private static final Fault GONE =
      Fault.error(404, "ResourceNotFoundException", "Alias not found");

  private static final String PACED =
      """
      {"function": "orders", "watch": "PT5M", "gate": {"alarms": ["orders-errors"]}}
      """;

  private static void throttle(Rehearsal rehearsal, String operation, int from, int to) {
    schedule(
        rehearsal,
        from,
        () -> Interventions.faults(rehearsal).always(operation, Fault.throttled()));
    schedule(rehearsal, to, () -> Interventions.faults(rehearsal).clear());
  }

  static List<ReleaseScenario> all() {
    FaultScenarios scenarios = new FaultScenarios();
    scenarios.otherPeople();
    scenarios.movesInPromotion();
    scenarios.faults();
    scenarios.stops();
    scenarios.onlookers();
    return scenarios.list();
  }

  private void otherPeople() {
    add(
        "moved-by-someone-else-during-a-bake",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            schedule(
                rehearsal,
                100,
                () ->
                    rehearsal.world().lambda().putAlias("orders", "live", "7", Map.of("5", 0.3))));
    add(
        "alias-that-is-deleted-during-a-bake",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            schedule(
                rehearsal,
                100,
                () -> {
                  Interventions.faults(rehearsal)
                      .always(
                          "GetAlias",
                          Fault.error(404, "ResourceNotFoundException", "Cannot find alias"));
                  Interventions.faults(rehearsal).always("UpdateAlias", GONE);
                }));
    add(
        "alias-that-is-deleted-before-the-first-write",
        TWO_STEPS,
        "healthy",
        rehearsal -> {
          Fault gone = Fault.error(404, "ResourceNotFoundException", "Cannot find alias");
          injectFault(rehearsal, "GetAlias", 2, gone, gone);
          injectFault(rehearsal, "UpdateAlias", 1, GONE);
        });
    add(
        "moved-by-someone-else-just-before-the-first-write",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            Interventions.faults(rehearsal)
                .next(
                    "UpdateAlias",
                    Fault.before(
                        () ->
                            rehearsal.world().lambda().putAlias("orders", "live", "6", Map.of()))));
    add(
        "moved-by-someone-else-just-before-the-second-write",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            Interventions.faults(rehearsal)
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.before(
                        () ->
                            rehearsal.world().lambda().putAlias("orders", "live", "6", Map.of()))));
    add(
        "touched-but-not-moved",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            Interventions.faults(rehearsal)
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.before(
                        () ->
                            rehearsal
                                .world()
                                .lambda()
                                .putAlias("orders", "live", "7", Map.of("8", 0.1)))));
    add(
        "cleared-by-hand-while-rolling-back",
        TWO_STEPS,
        "failing",
        rehearsal ->
            Interventions.faults(rehearsal)
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.before(
                        () ->
                            rehearsal.world().lambda().putAlias("orders", "live", "7", Map.of()))));
    add(
        "superseded-during-the-watch",
        ALL_AT_ONCE,
        "healthy",
        rehearsal ->
            schedule(
                rehearsal,
                90,
                () -> rehearsal.world().lambda().putAlias("orders", "live", "6", Map.of())));
    add(
        "taken-back-by-hand-during-the-watch",
        ALL_AT_ONCE,
        "healthy",
        rehearsal ->
            schedule(
                rehearsal,
                90,
                () -> rehearsal.world().lambda().putAlias("orders", "live", "7", Map.of())));
  }

  /** Someone else writes between the promotion and its read-back. */
  private void movesInPromotion() {
    promotedAtOnceAndMoved("split-by-someone-else-before-it-is-read-back", "8", Map.of("7", 0.1));
    promotedAtOnceAndMoved("moved-by-someone-else-before-it-is-read-back", "6", Map.of());
  }

  private void promotedAtOnceAndMoved(String name, String version, Map<String, Double> weights) {
    add(
        name,
        ALL_AT_ONCE,
        "healthy",
        rehearsal ->
            injectFault(
                rehearsal,
                "UpdateAlias",
                1,
                Fault.after(() -> Interventions.moveAlias(rehearsal, "orders", version, weights))));
  }

  private void faults() {
    add(
        "killed-handler-finds-its-own-write",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            Interventions.faults(rehearsal)
                .next("InvokeFunction", Fault.none(), Fault.lostResponse()));
    add(
        "lost-answer-of-a-write-is-found-as-done",
        TWO_STEPS,
        "healthy",
        rehearsal -> Interventions.faults(rehearsal).next("UpdateAlias", Fault.lostResponse()));
    add(
        "throttled-invocations-are-tried-again",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            Interventions.faults(rehearsal)
                .next("InvokeFunction", Fault.throttled(), Fault.throttled(), Fault.throttled()));
    add(
        "throttled-alarms-hold-the-weight",
        PACED,
        "healthy",
        rehearsal -> {
          throttle(rehearsal, "DescribeAlarms", 130, 1_000);
          throttle(rehearsal, "DescribeAlarmHistory", 130, 1_000);
        });
    add(
        "throttled-alarms-are-read-by-their-histories",
        PACED,
        "healthy",
        rehearsal -> throttle(rehearsal, "DescribeAlarms", 130, 7_200));
    add(
        "alarm-is-found-in-its-history",
        PACED,
        "healthy",
        rehearsal -> {
          throttle(rehearsal, "DescribeAlarms", 130, 7_200);
          Interventions.pollOnly(rehearsal);
          schedule(rehearsal, 700, () -> setAlarmState(rehearsal, "orders-errors", "ALARM"));
        });
    add(
        "throttled-alarms-do-not-hide-metrics",
        PACED,
        "failing",
        rehearsal -> throttle(rehearsal, "DescribeAlarms", 10, 7_200));
    add(
        "write-that-is-throttled-for-long-is-decided-anew",
        TWO_STEPS,
        "healthy",
        rehearsal -> {
          throttle(rehearsal, "UpdateAlias", 100, 1_200);
          Interventions.pollOnly(rehearsal);
          schedule(rehearsal, 700, () -> setAlarmState(rehearsal, "orders-errors", "ALARM"));
        });
    add(
        "bake-begins-with-the-first-write",
        TWO_STEPS,
        "healthy",
        rehearsal -> throttle(rehearsal, "UpdateAlias", 0, 600));
    add(
        "blind-gate-rolls-back",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            schedule(
                rehearsal,
                30,
                () -> Interventions.faults(rehearsal).always("DescribeAlarms", accessDenied())));
    add(
        "never-allowed-to-write-is-refused",
        TWO_STEPS,
        "healthy",
        rehearsal -> Interventions.faults(rehearsal).always("UpdateAlias", accessDenied()));
    add(
        "never-allowed-to-look-is-refused",
        TWO_STEPS,
        "healthy",
        rehearsal -> Interventions.faults(rehearsal).always("GetAlias", accessDenied()));
    add(
        "rollback-that-fails-for-good-is-stuck",
        TWO_STEPS,
        "failing",
        rehearsal ->
            schedule(
                rehearsal,
                30,
                () -> Interventions.faults(rehearsal).always("UpdateAlias", accessDenied())));
    add(
        "prepare-that-never-runs-is-refused",
        TWO_STEPS,
        "healthy",
        rehearsal -> Interventions.faults(rehearsal).always("InvokeFunction", Fault.throttled()));
    add(
        "nothing-runs-any-more-is-stuck",
        TWO_STEPS,
        "failing",
        rehearsal ->
            schedule(
                rehearsal,
                30,
                () -> Interventions.faults(rehearsal).always("InvokeFunction", Fault.throttled())));
    add(
        "promotion-that-fails-for-good-rolls-back",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            Interventions.faults(rehearsal)
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.none(),
                    accessDenied(),
                    accessDenied(),
                    accessDenied(),
                    Fault.none()));
  }

  private void stops() {
    add(
        "stopped-and-restored",
        "stage-and-alias.json",
        "healthy",
        rehearsal -> schedule(rehearsal, 30, () -> stop(rehearsal, StopEvents::restore)));
    add(
        "stopped-and-swept",
        "stage-and-alias.json",
        "healthy",
        rehearsal ->
            schedule(rehearsal, 30, () -> stop(rehearsal, (after, execution) -> after.sweep())));
    add(
        "stopped-while-aws-prepares-concurrency-and-restored",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> {
          RequestScenarios.provision(rehearsal, Duration.ofDays(1));
          schedule(rehearsal, 90, () -> stop(rehearsal, StopEvents::restore));
        });
    add(
        "stopped-while-aws-prepares-concurrency-and-swept",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> {
          RequestScenarios.provision(rehearsal, Duration.ofDays(1));
          schedule(rehearsal, 90, () -> stop(rehearsal, (after, execution) -> after.sweep()));
        });
  }

  /** Drawing a release in a dashboard does not change it. */
  private void onlookers() {
    add(
        "drawn-while-it-runs",
        TWO_STEPS,
        "healthy",
        rehearsal -> {
          for (String widget : List.of("{}", "{\"newest\": true}", "{\"release\": \"orders-8\"}")) {
            schedule(rehearsal, 90, () -> WidgetDriver.draw(rehearsal.world(), widget));
          }
        });
  }

  private static void stop(Rehearsal rehearsal, BiConsumer<StopEvents, String> then) {
    StopEvents after = new StopEvents(rehearsal.world());
    String execution = after.latestExecution();
    after.stop(execution);
    then.accept(after, execution);
  }
}
