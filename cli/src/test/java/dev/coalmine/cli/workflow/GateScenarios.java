package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.putAlarm;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static dev.coalmine.cli.testing.Interventions.setAlarmState;

import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.embedded.Fault;
import java.util.List;
import java.util.Map;

/** Releases by what their metrics and alarms show. */
final class GateScenarios extends ScenarioList {
  static List<ReleaseScenario> all() {
    GateScenarios scenarios = new GateScenarios();
    scenarios.metrics();
    scenarios.alarms();
    return scenarios.list();
  }

  private void metrics() {
    add("errors-are-rolled-back", "release.json", "errors", Interventions::nothing);
    add("slowness-is-rolled-back", "release.json", "slow", Interventions::nothing);
    add("a-leak-is-rolled-back", "release.json", "leak", Interventions::nothing);
    add(
        "a-fault-that-comes-late-is-rolled-back",
        "release.json",
        "delayed",
        Interventions::nothing);
    add(
        "a-shared-incident-is-nobodys-fault",
        "release.json",
        "shared-incident",
        Interventions::nothing);
    add("few-callers-are-enough", "release.json", "quiet", Interventions::nothing);
    add("thorough-takes-its-time", "thorough.json", "healthy", Interventions::nothing);
    add("own-steps-are-judged-by-metrics-too", "steps.json", "errors", Interventions::nothing);
    add(
        "an-incident-after-promotion-is-compared-again",
        "{\"function\": \"orders\"}",
        "src/test/resources/dev/coalmine/cli/workflow/incident-after-promotion.json",
        Interventions::nothing);
    add(
        "partial-data-is-not-counted",
        "release.json",
        "healthy",
        stage -> {
          schedule(
              stage, 295, () -> stage.world().cloudWatch().withholdNextMetricData("PartialData"));
          schedule(
              stage, 355, () -> stage.world().cloudWatch().withholdNextMetricData("InternalError"));
        });
    add(
        "a-look-that-is-tried-again-counts-no-minute-twice",
        "release.json",
        "healthy",
        stage ->
            schedule(
                stage,
                355,
                () -> stage.world().aws().faults().next("InvokeFunction", Fault.lostResponse())));
    add(
        "latency-alone-does-not-mind-errors",
        """
        {"function": "orders", "gate": {"metrics": {"errors": false}}, "watch": "PT5M"}
        """,
        "errors",
        Interventions::nothing);
    add(
        "no-plan-without-metrics",
        "{\"function\": \"orders\", \"gate\": {\"metrics\": false}}",
        "healthy",
        Interventions::nothing);
  }

  private void alarms() {
    add(
        "alarm-that-rose-and-cleared-between-two-looks",
        TWO_STEPS,
        "healthy",
        stage -> {
          Interventions.pollOnly(stage);
          schedule(stage, 200, () -> setAlarmState(stage, "orders-errors", "ALARM"));
          schedule(stage, 210, () -> setAlarmState(stage, "orders-errors", "OK"));
        });
    add(
        "alarm-that-fired-before-does-not-block",
        TWO_STEPS,
        "healthy",
        stage -> {
          putAlarm(stage, "old-trouble");
          setAlarmState(stage, "old-trouble", "ALARM");
        },
        "old-trouble");
    add(
        "alarm-that-fired-before-counts-once-it-has-cleared",
        TWO_STEPS,
        "healthy",
        stage -> {
          putAlarm(stage, "old-trouble");
          setAlarmState(stage, "old-trouble", "ALARM");
          schedule(stage, 130, () -> setAlarmState(stage, "old-trouble", "OK"));
          schedule(stage, 310, () -> setAlarmState(stage, "old-trouble", "ALARM"));
        },
        "old-trouble");
    add(
        "composite-alarm",
        TWO_STEPS,
        "failing",
        stage ->
            stage
                .world()
                .cloudWatch()
                .call(
                    "PutCompositeAlarm",
                    Map.of("AlarmName", "orders-any", "AlarmRule", "ALARM(\"orders-errors\")")),
        "orders-any");
    add(
        "alarm-deleted-under-way-is-not-health",
        TWO_STEPS,
        "healthy",
        stage ->
            schedule(
                stage,
                400,
                () ->
                    stage
                        .world()
                        .cloudWatch()
                        .call("DeleteAlarms", Map.of("AlarmNames", List.of("orders-errors")))));
  }
}
