package dev.coalmine.cli.workflow;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.lambda.FunctionState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Releases by what their requests and versions are. */
final class RequestScenarios extends ScenarioList {
  static List<ReleaseScenario> all() {
    RequestScenarios scenarios = new RequestScenarios();
    scenarios.requests();
    scenarios.versions();
    scenarios.provisionedConcurrency();
    scenarios.divertedAliases();
    return scenarios.list();
  }

  private void requests() {
    add("healthy-is-promoted", "release.json", "healthy", Interventions::nothing);
    add("failing-is-rolled-back", "release.json", "failing", Interventions::nothing);
    add("silence-is-rolled-back", "release.json", "silent", Interventions::nothing);
    add(
        "silence-is-promoted-if-so-asked",
        "promote-when-inconclusive.json",
        "silent",
        Interventions::nothing);
    add("own-steps", "steps.json", "healthy", Interventions::nothing);
    add("preset-of-codedeploy", "preset.json", "healthy", Interventions::nothing);
    add("all-at-once", "all-at-once.json", "healthy", Interventions::nothing);
    add("all-at-once-failing", "all-at-once.json", "failing", Interventions::nothing);
    add("long-form", "long-form.json", "healthy", Interventions::nothing);
    add("on-time-alone", "on-time-alone.json", "failing", Interventions::nothing);
    add("refused-with-all-faults", "refused.json", "healthy", Interventions::nothing);
    add("ninety-nine-steps", ninetyNineSteps(), "silent", Interventions::nothing);
    add(
        "thirty-days-of-baking",
        """
        {"function": "orders", "plan": {"steps": [{"weight": 5, "bake": "P30D"}]},
         "gate": {"metrics": false}, "watch": "PT0S"}
        """,
        "silent",
        Interventions::nothing);
    add("not-an-object", "[1]", "healthy", Interventions::nothing);
    add("not-json", "{'function': 'orders'}", "healthy", Interventions::nothing);
  }

  private void versions() {
    add(
        "pending-version-is-waited-for",
        ALL_AT_ONCE,
        "healthy",
        rehearsal ->
            rehearsal
                .world()
                .lambda()
                .setVersionState(
                    "orders", "8", FunctionState.PENDING, Rehearsal.START.plusSeconds(95)));
    add(
        "pending-version-is-not-waited-for-for-ever",
        ALL_AT_ONCE,
        "healthy",
        rehearsal ->
            rehearsal.world().lambda().setVersionState("orders", "8", FunctionState.PENDING));
    add(
        "failed-version-is-refused",
        ALL_AT_ONCE,
        "healthy",
        rehearsal ->
            rehearsal.world().lambda().setVersionState("orders", "8", FunctionState.FAILED));
    add(
        "sleeping-version-is-refused",
        ALL_AT_ONCE,
        "healthy",
        rehearsal ->
            rehearsal.world().lambda().setVersionState("orders", "8", FunctionState.INACTIVE));
    add(
        "version-that-serves-already-is-a-success",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> rehearsal.world().lambda().putAlias("orders", "live", "8", Map.of()));
    add(
        "version-without-number-is-not-the-newest",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> rehearsal.world().lambda().publishWithoutNumber("orders"));
    add(
        "alias-of-a-version-without-number-is-refused",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> {
          rehearsal.world().lambda().publishWithoutNumber("orders");
          rehearsal.world().lambda().putAlias("orders", "live", "$LATEST.PUBLISHED", Map.of());
        });
    add(
        "split-alias-is-refused",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> rehearsal.world().lambda().putAlias("orders", "live", "7", Map.of("6", 0.3)));
    add(
        "unknown-alias-is-refused",
        "{\"function\": \"orders\", \"alias\": \"prod\", \"version\": \"77\"}",
        "healthy",
        Interventions::nothing);
    add(
        "function-of-another-region-is-refused",
        """
        {"targets": [
           {"function": "arn:aws:lambda:eu-west-1:000000000000:function:orders"},
           {"function": "arn:aws:lambda:us-east-1:111122223333:function:billing"},
           {"function": "arn:aws-cn:lambda:us-east-1:000000000000:function:mail"}],
         "hooks": {"eachStep": "arn:aws:lambda:us-west-2:000000000000:function:check"}}
        """,
        "healthy",
        Interventions::nothing);
    add(
        "unknown-function-is-refused",
        "{\"function\": \"order\"}",
        "healthy",
        Interventions::nothing);
  }

  private void provisionedConcurrency() {
    add(
        "provisioned-concurrency-is-waited-out",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> provision(rehearsal, Duration.ofMinutes(4)));
    add(
        "provisioned-concurrency-is-waited-out-on-the-way-back",
        "{\"function\": \"orders\", \"plan\": \"AllAtOnce\", \"gate\": {\"alarms\":"
            + " [\"orders-errors\"], \"metrics\": false}}",
        "failing",
        rehearsal -> provision(rehearsal, Duration.ofMinutes(2)));
    add(
        "provisioned-concurrency-after-a-paced-release",
        "{\"function\": \"orders\", \"watch\": \"PT5M\"}",
        "healthy",
        rehearsal -> provision(rehearsal, Duration.ofMinutes(4)));
    add(
        "provisioned-concurrency-that-never-comes",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> provision(rehearsal, Duration.ofDays(1)));
  }

  /** What an alias may have at 100 % beside its primary version, and who put it there. */
  private void divertedAliases() {
    add(
        "provisioned-concurrency-of-an-earlier-deployment-is-waited-out",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> deployProvisioned(rehearsal, Duration.ofMinutes(4)));
    add(
        "provisioned-concurrency-that-failed-is-refused",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> {
          rehearsal.world().lambda().setVersionState("orders", "7", FunctionState.FAILED);
          deployProvisioned(rehearsal, Duration.ZERO);
        });
    add(
        "leftover-weight-of-all-is-refused",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> Interventions.moveAlias(rehearsal, "orders", "7", Map.of("6", 1.0)));
    add(
        "leftover-weight-of-nothing-is-refused",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> Interventions.moveAlias(rehearsal, "orders", "7", Map.of("6", 0.0)));
    add(
        "provisioned-concurrency-that-fails-is-rolled-back",
        ALL_AT_ONCE,
        "healthy",
        rehearsal -> {
          provision(rehearsal, Duration.ofMinutes(2));
          Interventions.schedule(
              rehearsal,
              90,
              () ->
                  rehearsal.world().lambda().setVersionState("orders", "8", FunctionState.FAILED));
        });
    add(
        "all-requests-sent-back-by-hand-during-the-watch",
        ALL_AT_ONCE,
        "healthy",
        rehearsal ->
            Interventions.schedule(
                rehearsal,
                90,
                () -> Interventions.moveAlias(rehearsal, "orders", "8", Map.of("7", 1.0))));
    add(
        "all-requests-sent-elsewhere-just-before-the-second-write",
        TWO_STEPS,
        "healthy",
        rehearsal ->
            Interventions.faults(rehearsal)
                .next(
                    "UpdateAlias",
                    Fault.none(),
                    Fault.before(
                        () ->
                            Interventions.moveAlias(rehearsal, "orders", "7", Map.of("6", 1.0)))));
  }

  /** Version 7 was just deployed to an alias with provisioned concurrency, in place of 6. */
  static void deployProvisioned(Rehearsal rehearsal, Duration takes) {
    Interventions.moveAlias(rehearsal, "orders", "6", Map.of());
    provision(rehearsal, takes);
    Interventions.moveAlias(rehearsal, "orders", "7", Map.of());
  }

  private static String ninetyNineSteps() {
    String steps =
        IntStream.rangeClosed(1, 99)
            .mapToObj(weight -> "{\"weight\": %d, \"bake\": \"PT20S\"}".formatted(weight))
            .collect(Collectors.joining(", "));
    return "{\"function\": \"orders\", \"plan\": {\"steps\": ["
        + steps
        + "]}, \"gate\": {\"metrics\": false}, \"watch\": \"PT1M\"}";
  }

  static void provision(Rehearsal rehearsal, Duration takes) {
    rehearsal.world().lambda().setProvisioningTime(Duration.ZERO);
    rehearsal.world().lambda().putProvisionedConcurrency("orders", "live", 5);
    rehearsal.world().lambda().setProvisioningTime(takes);
  }
}
