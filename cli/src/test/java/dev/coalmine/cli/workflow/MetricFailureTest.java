package dev.coalmine.cli.workflow;

import static dev.coalmine.cli.testing.Interventions.faults;
import static dev.coalmine.cli.testing.Interventions.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.rehearsal.TrafficTargets;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.embedded.Fault;
import dev.coalmine.release.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Releases whose metrics fail, or have nothing to be compared with. */
class MetricFailureTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static final String STAGE =
      """
      {"targets": [{"restApi": "a1b2c3d4e5", "stage": "prod", "deployment": "x9y8z7"}],
       "plan": {"steps": [{"weight": 10, "bake": "PT10M"}, {"weight": 50, "bake": "PT10M"}]},
       "watch": "PT0S", "maxDuration": "PT40M"}
      """;

  private final List<String> lines = new ArrayList<>();

  /** CloudWatch answers one look with errors, also when the SDK tries again. */
  @Test
  void metricsThatFailOnceHoldTheWeight() {
    ReleaseScenario scenario =
        new ReleaseScenario(
            "fails once",
            "release.json",
            "healthy",
            rehearsal ->
                schedule(
                    rehearsal,
                    295,
                    () ->
                        faults(rehearsal)
                            .next(
                                "GetMetricData",
                                Interventions.untilSdkGivesUp(Fault.serviceError()))));

    ReleaseScenario.ScenarioResult played = scenario.run(LOCAL.runtime());

    assertThat(played.timeline())
        .contains("  04:00    2 %  ShiftWeight")
        .contains("  05:00    2 %  CheckAlarms  INCONCLUSIVE: CloudWatch could not be read: ")
        .contains("  06:00    5 %  ShiftWeight");
    assertThat(played.result().outcome()).isEqualTo(Outcome.PROMOTED);
  }

  /**
   * A stage by deployment has no metrics of its canary: all its requests are compared with the
   * hours before. The API is younger than that.
   */
  @ParameterizedTest
  @CsvSource({
    // traffic, minutes of traffic before the release, outcome, part of the reason
    "failing, 20, ROLLED_BACK, error limit: canary",
    "failing, 0,  ROLLED_BACK, the baseline has too few requests to compare with",
    "healthy, 20, ROLLED_BACK, the baseline has too few requests to compare with",
    "failing, 180, ROLLED_BACK, errors: canary",
    "healthy, 180, PROMOTED, the plan sets the weight",
  })
  void aStageWithNothingToCompareWithNeverPasses(
      String traffic, int minutes, Outcome outcome, String reason) {
    TrafficProfile callers = TrafficProfile.load(traffic);
    Rehearsal rehearsal =
        new Rehearsal(
            LOCAL.runtime(),
            STAGE,
            new Rehearsal.RehearsalSetup(
                Rehearsal.START.minus(Duration.ofMinutes(minutes)),
                Rehearsal.START,
                world -> {
                  SampleAccount.createIn(world);
                  TrafficTargets.readFrom(STAGE).startTraffic(world, callers, 1);
                }),
            1,
            new ReleaseTimeline(lines::add, look -> {}),
            (execution, happened) -> {});

    var result = rehearsal.run();

    assertThat(result.outcome()).as(String.join("\n", lines)).isEqualTo(outcome);
    assertThat(result.outcomeLine() + lines).contains(reason);
    if (minutes < 60) {
      assertThat(lines).noneMatch(line -> line.contains("PASS"));
    }
  }
}
