package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.faults;
import static dev.coalmine.cli.testing.Interventions.putAlarm;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static dev.coalmine.cli.testing.Interventions.setAlarmState;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.lambda.LambdaControl;
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
    add("new-containers-warm-up", "release.json", "warming-up", Interventions::nothing);
    add(
        "new-containers-that-stay-slow",
        "release.json",
        """
        {"baseline": {"warmUp": {"factor": 2.5, "requests": 100}},
         "canary": {"latency": {"median": 200}}}
        """,
        Interventions::nothing);
    add(
        "slowness-of-a-runtime-without-warm-up-is-rolled-back-sooner",
        "release.json",
        "slow",
        GateScenarios::publishForPython);
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
        rehearsal -> {
          schedule(
              rehearsal,
              295,
              () -> rehearsal.world().cloudWatch().withholdNextMetricData("PartialData"));
          schedule(
              rehearsal,
              355,
              () -> rehearsal.world().cloudWatch().withholdNextMetricData("InternalError"));
        });
    add(
        "a-look-that-is-tried-again-counts-no-minute-twice",
        "release.json",
        "healthy",
        rehearsal ->
            schedule(
                rehearsal,
                355,
                () -> faults(rehearsal).next("InvokeFunction", Fault.lostResponse())));
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

  private static void publishForPython(Rehearsal rehearsal) {
    LambdaControl lambda = rehearsal.world().lambda();
    lambda.configure(SampleAccount.FUNCTION, Map.of("Runtime", "python3.13"));
    lambda.publish(SampleAccount.FUNCTION, new byte[] {9});
  }

  private void alarms() {
    add(
        "alarm-that-rose-and-cleared-between-two-looks",
        TWO_STEPS,
        "healthy",
        rehearsal -> {
          Interventions.pollOnly(rehearsal);
          schedule(rehearsal, 200, () -> setAlarmState(rehearsal, "orders-errors", "ALARM"));
          schedule(rehearsal, 210, () -> setAlarmState(rehearsal, "orders-errors", "OK"));
        });
    add(
        "alarm-that-fired-before-does-not-block",
        TWO_STEPS,
        "healthy",
        rehearsal -> {
          putAlarm(rehearsal, "old-trouble");
          setAlarmState(rehearsal, "old-trouble", "ALARM");
        },
        "old-trouble");
    add(
        "alarm-that-fired-before-counts-once-it-has-cleared",
        TWO_STEPS,
        "healthy",
        rehearsal -> {
          putAlarm(rehearsal, "old-trouble");
          setAlarmState(rehearsal, "old-trouble", "ALARM");
          schedule(rehearsal, 130, () -> setAlarmState(rehearsal, "old-trouble", "OK"));
          schedule(rehearsal, 310, () -> setAlarmState(rehearsal, "old-trouble", "ALARM"));
        },
        "old-trouble");
    add(
        "composite-alarm",
        TWO_STEPS,
        "failing",
        rehearsal ->
            rehearsal
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
        rehearsal ->
            schedule(
                rehearsal,
                400,
                () ->
                    rehearsal
                        .world()
                        .cloudWatch()
                        .call("DeleteAlarms", Map.of("AlarmNames", List.of("orders-errors")))));
  }
}
