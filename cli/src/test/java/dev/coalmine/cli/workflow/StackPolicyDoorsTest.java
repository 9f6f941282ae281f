package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.TargetState;
import dev.coalmine.cli.testing.TargetStates;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.release.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stack's policy holds at every door by which a release can be started. */
class StackPolicyDoorsTest {
  @RegisterExtension
  private static final LocalRuntimeExtension handlers = LocalRuntimeExtension.inProcess();

  private static final String REDIRECTED =
      """
      {"targets": [{"restApi": "a1b2c3d4e5", "stage": "prod",
                    "variables": {"backendHost": "evil.example/x?"}}],
       "plan": "AllAtOnce", "gate": {"metrics": false}, "watch": "PT0S"}
      """;

  private static Rehearsal rehearsal(String event, Map<String, String> policy) {
    return new Rehearsal(
        handlers.runtime(),
        event,
        TrafficProfile.load("healthy"),
        1,
        new ReleaseTimeline(line -> {}, look -> {}),
        (execution, happened) -> {},
        policy);
  }

  private static RehearsalResult refused(Rehearsal rehearsal) {
    Map<String, TargetState> before = TargetStates.read(rehearsal.world());

    RehearsalResult result = rehearsal.run();

    assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.REFUSED);
    assertThat(TargetStates.read(rehearsal.world())).isEqualTo(before);
    return result;
  }

  /** Each file starts a release by another door. */
  @ParameterizedTest
  @CsvSource({"release.json", "new-version.json", "pipeline-job.json", "stack-update.json"})
  void everyDoorRefusesAPlanThatTheStackDoesNotAllow(String event) {
    String asked = ProjectFolder.read(ProjectFolder.ROOT.resolve("events/" + event));
    String fault = "plan paced is not allowed: the stack's parameter AllowedPlans is thorough";

    assertThat(refused(rehearsal(asked, Map.of("AllowedPlans", "thorough"))).reason())
        .contains(fault);
  }

  @Test
  void tagsOfAFunctionAskForNoMoreThanRequestsMay() {
    Rehearsal rehearsal =
        rehearsal(
            ProjectFolder.read(ProjectFolder.ROOT.resolve("events/new-version.json")),
            Map.of("RequireGate", "true", "MinimumBake", "PT5M", "AllowedHooks", "orders-check"));
    rehearsal
        .world()
        .lambda()
        .tagFunction(
            "orders",
            Map.of(
                "coalmine:alias", "live",
                "coalmine:plan", "AllAtOnce",
                "coalmine:metrics", "false",
                "coalmine:watch", "PT0S",
                "coalmine:before-traffic", "orders-smoke"));

    assertThat(refused(rehearsal).reason())
        .startsWith("3 faults: ")
        .contains(
            "plan AllAtOnce with watch PT0S ends before the gate has checked anything: the"
                + " stack's parameter RequireGate is true",
            "plan AllAtOnce keeps the canary below 100 % for PT0S: the stack's parameter"
                + " MinimumBake is PT5M",
            "hooks.beforeTraffic orders-smoke is not allowed: the stack's parameter AllowedHooks"
                + " is orders-check");
  }

  @Test
  void aRequestCannotRedirectAStage() {
    assertThat(rehearsal(REDIRECTED, Map.of()).run().outcome()).isEqualTo(Outcome.PROMOTED);

    assertThat(
            refused(
                    rehearsal(
                        REDIRECTED, Map.of("RequireGate", "true", "AllowedVariables", "lambda*")))
                .reason())
        .startsWith("3 faults: ")
        .contains(
            "gate has no alarms and no metrics: the stack's parameter RequireGate is true",
            "variable backendHost of stage a1b2c3d4e5/prod is not allowed: the stack's parameter"
                + " AllowedVariables is lambda*");
  }

  @Test
  void aRequestsOwnFaultsAreNamedToo() {
    String faulty = "{\"function\": \"orders\", \"wach\": 1, \"plan\": \"thorough\"}";

    assertThat(refused(rehearsal(faulty, Map.of("AllowedPlans", "paced"))).reason())
        .startsWith("2 faults: unknown field wach (did you mean watch?); plan thorough is not");
  }

  /** Its history could say anything, and a revert needs no plan and no gate. */
  @Test
  void aReleaseOfAnotherStateMachineCannotBeReverted() {
    String foreign = "arn:aws:states:us-east-1:000000000000:execution:coalmine-stacks:orders-8";

    assertThat(refused(rehearsal("{\"revert\": \"" + foreign + "\"}", Map.of())).reason())
        .isEqualTo(
            foreign
                + " is no release of this state machine"
                + " (arn:aws:states:us-east-1:000000000000:execution:coalmine)");
  }

  /** The evidence of this canary is enough after a quarter of an hour. */
  @Test
  void aPacedReleaseBakesForAsLongAsTheStackAsks() {
    String request = "{\"function\": \"orders\", \"watch\": \"PT0S\"}";

    assertThat(rehearsal(request, Map.of()).run().duration().toMinutes()).isLessThan(25);

    RehearsalResult held = rehearsal(request, Map.of("MinimumBake", "PT45M")).run();
    assertThat(held.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(held.duration().toMinutes()).isBetween(45L, 47L);
  }
}
