package dev.coalmine.cli.workflow;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.text.JsonView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Releases with probes: requests to both versions beside those of callers. */
final class ProbeScenarios extends ScenarioList {
  private static final String SPARSE = "{\"requestsPerMinute\": 1}";

  /** Most minutes have no request. */
  private static final String RARE = "{\"requestsPerMinute\": 0.1}";

  private static final String UNPROBED = "{\"function\": \"orders\", \"maxDuration\": \"PT20M\"}";

  private static final String SPARSE_AND_BAD =
      "{\"requestsPerMinute\": 1, \"canary\": {\"errorRate\": 0.5}}";

  private static final String BY_FUNCTION =
      "{\"function\": \"orders\", \"probe\": {\"function\": \"orders-check\", \"perMinute\": 10}}";

  static List<ReleaseScenario> all() {
    ProbeScenarios scenarios = new ProbeScenarios();
    scenarios.decided();
    scenarios.withoutAnOpinion();
    scenarios.refused();
    return scenarios.list();
  }

  private void decided() {
    add("sparse-function-without-probes-runs-out-of-time", UNPROBED, RARE, Interventions::nothing);
    add("rarely-called-function-is-promoted-by-probes", "probe.json", RARE, Interventions::nothing);
    add("sparse-function-is-promoted-by-probes", "probe.json", SPARSE, Interventions::nothing);
    add("probes-alone-roll-back", "probe.json", SPARSE_AND_BAD, Interventions::nothing);
    add("probes-of-a-function-of-the-user", BY_FUNCTION, SPARSE, ProbeScenarios::letTheUserProbe);
    add(
        "steps-pass-by-probes",
        """
        {"function": "orders", "watch": "PT5M",
         "plan": {"steps": [{"weight": 10, "bake": "PT5M"}]},
         "probe": {"events": [{}], "perMinute": 10}}
        """,
        SPARSE,
        Interventions::nothing);
    add(
        "a-look-with-probes-that-is-tried-again",
        """
        {"function": "orders", "watch": "PT0S",
         "plan": {"steps": [{"weight": 10, "bake": "PT10M"}]},
         "probe": {"events": [{}], "perMinute": 10}}
        """,
        SPARSE,
        rehearsal ->
            Interventions.schedule(
                rehearsal,
                295,
                () ->
                    rehearsal.world().aws().faults().next("InvokeFunction", Fault.lostResponse())));
  }

  private void withoutAnOpinion() {
    add(
        "probes-that-fail-on-both-sides",
        """
        {"function": "orders", "maxDuration": "PT15M", "probe": {"events": [{}], "perMinute": 10}}
        """,
        """
        {"requestsPerMinute": 1, "baseline": {"errorRate": 0.5}, "canary": {"errorRate": 0.5}}
        """,
        Interventions::nothing);
  }

  private void refused() {
    add(
        "probes-of-a-stage-are-refused",
        """
        {"targets": [{"restApi": "a1b2c3d4e5", "stage": "prod", "variables": {"lambdaAlias": "next"}}],
         "probe": {"events": [], "function": "no-such", "perMinute": 61, "every": 1}}
        """,
        "healthy",
        Interventions::nothing);
    add(
        "probe-of-a-function-that-is-not-there",
        "{\"function\": \"orders\", \"probe\": {\"function\": \"no-such\", \"perMinute\": 1}}",
        "healthy",
        Interventions::nothing);
  }

  private static void invoke(Rehearsal rehearsal, String version, int times) {
    for (int i = 0; i < times; i++) {
      rehearsal.world().lambda().run("orders", version, "{}".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The function invokes both versions, as its documentation says. */
  private static void letTheUserProbe(Rehearsal rehearsal) {
    rehearsal
        .world()
        .lambda()
        .setRunner(
            "orders-check",
            call -> {
              JsonView order = JsonView.of(Json.parseObject(call.payload()));
              int times =
                  (int)
                      (order.number("perMinute").orElseThrow()
                          * order.number("minutes").orElseThrow());
              for (String side : List.of("baseline", "canary")) {
                String arn = order.text(side, "");
                invoke(rehearsal, arn.substring(arn.lastIndexOf(':') + 1), times);
              }
              return new FunctionRunner.FunctionResult(
                  Json.toBytes(Map.of()), false, Duration.ofMillis(1));
            });
  }
}
