package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.faults;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static dev.coalmine.cli.testing.Interventions.setAlarmState;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.cli.testing.Operator;
import dev.coalmine.embedded.Fault;
import dev.coalmine.request.SteeringCommand;
import java.util.List;
import java.util.function.Consumer;

/** Releases whose metrics come late, change after they were read, or never come. */
final class MetricOutageScenarios extends ScenarioList {
  private static final String PACED = "{\"function\": \"orders\", \"watch\": \"PT5M\"}";
  private static final String PACED_OR_PROMOTE =
      """
      {"function": "orders", "watch": "PT5M", "maxDuration": "PT40M",
       "whenInconclusive": "promote"}
      """;
  private static final String PACED_OR_ASK =
      """
      {"function": "orders", "watch": "PT5M", "maxDuration": "PT40M", "whenInconclusive": "ask",
       "approvalTimeout": "PT30M"}
      """;
  private static final String ALL_AT_ONCE_WATCHED =
      """
      {"function": "orders", "plan": "AllAtOnce", "watch": "PT10M"%s}
      """;

  static List<ReleaseScenario> all() {
    MetricOutageScenarios scenarios = new MetricOutageScenarios();
    scenarios.late();
    scenarios.silent();
    scenarios.silentStages();
    scenarios.unreadable();
    scenarios.failing();
    scenarios.slowInvocations();
    return scenarios.list();
  }

  private void late() {
    add(
        "late-metrics-of-a-failing-canary",
        PACED,
        """
        {"canary": {"errorRate": 1}, "metrics": [{"delay": 6}]}
        """,
        Interventions::nothing);
    add(
        "late-metrics-of-a-healthy-canary",
        PACED,
        """
        {"metrics": [{"delay": 6}]}
        """,
        Interventions::nothing);
    add(
        "metrics-that-come-after-a-silence-are-counted",
        PACED,
        """
        {"canary": {"errorRate": 1}, "metrics": [{"to": 20, "delay": 20}]}
        """,
        Interventions::nothing);
  }

  /** Silences of targets whose silence is harder to tell from health. */
  private void silentStages() {
    String stage =
        """
        {"targets": [{"restApi": "a1b2c3d4e5", "stage": "prod", "deployment": "x9y8z7"}], %s,
         "maxDuration": "PT40M"}
        """;
    add(
        "all-at-once-of-a-stage-that-nobody-saw",
        stage.formatted("\"plan\": \"AllAtOnce\", \"watch\": \"PT5M\""),
        """
        {"canary": {"errorRate": 1}, "metrics": [{"missing": true}]}
        """,
        Interventions::nothing);
    add(
        "a-stage-whose-metrics-fall-silent-is-not-promoted",
        stage.formatted(
            "\"plan\": {\"steps\": [{\"weight\": 10, \"bake\": \"PT10M\"},"
                + " {\"weight\": 50, \"bake\": \"PT10M\"}]}"),
        """
        {"metrics": [{"from": 8, "missing": true}]}
        """,
        Interventions::nothing);
    add(
        "a-short-watch-that-nobody-saw",
        "{\"function\": \"orders\", \"plan\": \"AllAtOnce\", \"watch\": \"PT4M\"}",
        """
        {"canary": {"errorRate": 1}, "metrics": [{"missing": true}]}
        """,
        Interventions::nothing);
    add(
        "a-long-watch-that-passed-before-it-went-blind",
        "{\"function\": \"orders\", \"plan\": \"AllAtOnce\", \"watch\": \"PT30M\"}",
        """
        {"metrics": [{"from": 20, "missing": true}]}
        """,
        Interventions::nothing);
    add(
        "a-gap-in-the-metrics-holds-the-weight",
        PACED,
        """
        {"metrics": [{"from": 5, "to": 7, "delay": 8}]}
        """,
        Interventions::nothing);
    add(
        "a-burst-that-times-out-before-the-callers-go",
        """
        {"function": "orders", "plan": {"steps": [{"weight": 50, "bake": "PT15M"}]},
         "watch": "PT0S", "maxDuration": "PT45M"}
        """,
        """
        {"requestsPerMinute": {"base": 60, "bursts": [{"from": 3, "factor": 0}]},
         "canary": {"timeouts": {"share": 1, "after": 300000}}}
        """,
        Interventions::nothing);
  }

  private void silent() {
    String silent =
        """
        {"canary": {"errorRate": 1}, "metrics": [{"missing": true}]}
        """;
    add("silent-metrics-never-raise-the-weight", PACED, silent, Interventions::nothing);
    add(
        "silent-metrics-are-promoted-if-so-asked",
        PACED_OR_PROMOTE,
        silent,
        Interventions::nothing);
    add("silent-metrics-are-decided-by-a-person", PACED_OR_ASK, silent, Interventions::nothing);
    add(
        "metrics-that-fall-silent-during-the-watch",
        PACED,
        """
        {"metrics": [{"from": 16, "missing": true}]}
        """,
        Interventions::nothing);
    add(
        "metrics-that-fall-silent-at-half-of-the-traffic",
        PACED,
        """
        {"canary": {"changes": [{"from": 13, "addErrors": 1}]},
         "metrics": [{"from": 13, "missing": true}]}
        """,
        Interventions::nothing);
    add(
        "metrics-that-come-back",
        PACED,
        """
        {"metrics": [{"from": 13, "to": 40, "delay": 27}]}
        """,
        Interventions::nothing);
    add(
        "callers-that-go-home-during-the-watch",
        PACED,
        """
        {"requestsPerMinute": {"base": 600, "bursts": [{"from": 16, "factor": 0}]}}
        """,
        Interventions::nothing);
    add(
        "all-at-once-that-nobody-saw",
        ALL_AT_ONCE_WATCHED.formatted(""),
        silent,
        Interventions::nothing);
  }

  private void unreadable() {
    Consumer<Rehearsal> unreadable =
        rehearsal ->
            schedule(
                rehearsal,
                30,
                () ->
                    faults(rehearsal)
                        .always(
                            "GetMetricData",
                            Fault.before(
                                () ->
                                    rehearsal
                                        .world()
                                        .cloudWatch()
                                        .withholdNextMetricData("InternalError"))));
    add("unreadable-metrics-never-raise-the-weight", PACED, "healthy", unreadable);
    add(
        "all-at-once-with-unreadable-metrics",
        ALL_AT_ONCE_WATCHED.formatted(""),
        "healthy",
        unreadable);
    String asked =
        ALL_AT_ONCE_WATCHED.formatted(
            ", \"whenInconclusive\": \"ask\", \"approvalTimeout\": \"PT30M\"");
    add("all-at-once-with-unreadable-metrics-is-decided-by-a-person", asked, "healthy", unreadable);
    add(
        "unproven-and-approved",
        asked,
        "healthy",
        unreadable.andThen(
            rehearsal ->
                Operator.scheduleCommand(
                    rehearsal, 2500, SteeringCommand.APPROVE, "the dashboards are green")));
    add(
        "unproven-and-rejected",
        asked,
        "healthy",
        unreadable.andThen(
            rehearsal ->
                Operator.scheduleCommand(rehearsal, 2500, SteeringCommand.REJECT, "too risky")));
    add(
        "unproven-until-the-metrics-can-be-read-again",
        asked,
        "healthy",
        unreadable.andThen(
            rehearsal ->
                schedule(rehearsal, 2500, () -> faults(rehearsal).clear("GetMetricData"))));
    add(
        "all-at-once-with-unreadable-metrics-is-promoted-if-so-asked",
        ALL_AT_ONCE_WATCHED.formatted(", \"whenInconclusive\": \"promote\""),
        "healthy",
        unreadable);
    add(
        "alarms-are-heard-while-metrics-are-unreadable",
        """
        {"function": "orders", "gate": {"alarms": ["orders-errors"]}, "watch": "PT5M"}
        """,
        "healthy",
        unreadable.andThen(
            rehearsal ->
                schedule(
                    rehearsal, 290, () -> setAlarmState(rehearsal, "orders-errors", "ALARM"))));
  }

  private void failing() {
    add(
        "metrics-that-may-not-be-read",
        PACED,
        "healthy",
        rehearsal ->
            schedule(
                rehearsal,
                295,
                () -> faults(rehearsal).always("GetMetricData", Interventions.accessDenied())));
  }

  private void slowInvocations() {
    add(
        "time-outs-that-end-after-their-minute-was-counted",
        """
        {"function": "orders", "plan": {"steps": [{"weight": 50, "bake": "PT15M"}]},
         "watch": "PT0S", "maxDuration": "PT45M"}
        """,
        """
        {"requestsPerMinute": 10,
         "baseline": {"latency": {"median": 40000, "sigma": 0.3}},
         "canary": {"timeouts": {"share": 0.3, "after": 300000}}}
        """,
        Interventions::nothing);
    add(
        "slow-invocations-of-a-healthy-canary",
        PACED,
        """
        {"requestsPerMinute": 60,
         "baseline": {"latency": {"median": 100000, "sigma": 0.5}}}
        """,
        Interventions::nothing);
  }
}
