package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.HistoryComparison;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.TargetState;
import dev.coalmine.cli.testing.TargetStates;
import dev.coalmine.release.Outcome;
import dev.coalmine.report.CostEstimate;
import dev.coalmine.report.ReleaseHistory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario has the timeline in its file, and leaves all targets as its outcome promises. */
class ReleaseScenarioTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();
  private static HistoryComparison histories;

  @BeforeAll
  static void prepare() {
    histories = new HistoryComparison(LOCAL.runtime());
  }

  @AfterAll
  static void close() {
    histories.close();
  }

  static List<ReleaseScenario> scenarios() {
    return ReleaseScenarios.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void goesAsItsTimelineSays(ReleaseScenario scenario) {
    ReleaseScenario.ScenarioResult played = scenario.run(LOCAL.runtime());

    assertThat(played.timeline()).isEqualTo(scenario.expectedTimeline(played));
    assertThat(texts(played.after())).isEqualTo(promised(scenario, played));
    boolean split = !played.after().get(TargetStates.STAGE).canary().isEmpty();
    assertThat(played.deploymentStatus()).isEqualTo(split ? 400 : 201);
    List<ReleaseHistory> stories =
        played.executions().stream().map(histories::assertSameStory).toList();
    assertIsBilled(played, stories);
  }

  /** Metrics of a handler whose answer is in no history are not known. */
  private static void assertIsBilled(
      ReleaseScenario.ScenarioResult played, List<ReleaseHistory> stories) {
    double billed =
        stories.stream()
            .flatMap(story -> CostEstimate.of(story).lines().stream())
            .filter(line -> line.what().contains("GetMetricData"))
            .mapToDouble(CostEstimate.CostItem::count)
            .sum();
    boolean all = stories.stream().allMatch(ReleaseScenarioTest::isWhole);
    assertThat(billed).isLessThanOrEqualTo(played.metricsBilled());
    if (all) {
      assertThat(billed).isEqualTo(played.metricsBilled());
    }
  }

  private static boolean isWhole(ReleaseHistory story) {
    return story.taskFailures().isEmpty()
        && story.end().flatMap(ReleaseHistory.ExecutionEnd::outcome).isPresent();
  }

  /** The states that the outcome promises, with the targets that other people left otherwise. */
  private static Map<String, String> promised(
      ReleaseScenario scenario, ReleaseScenario.ScenarioResult played) {
    Map<String, String> promised =
        texts(
            played.result().outcome() == Outcome.PROMOTED
                ? TargetStates.expectedAfterPromotion(played.before(), scenario.eventText())
                : played.before());
    promised.putAll(scenario.changedTargets());
    return promised;
  }

  private static Map<String, String> texts(Map<String, TargetState> targets) {
    Map<String, String> texts = new TreeMap<>();
    targets.forEach((name, standing) -> texts.put(name, standing.toString()));
    return texts;
  }

  @Test
  void theSameSeedTellsTheSameStory() {
    ReleaseScenario scenario = ReleaseScenarios.named("healthy-is-promoted");

    assertThat(scenario.run(LOCAL.runtime()).timeline())
        .isEqualTo(scenario.run(LOCAL.runtime()).timeline());
  }

  @Test
  void theDocumentStaysSmallOverTwoHundredLooks() {
    ReleaseScenario patient =
        new ReleaseScenario(
            "watched for long",
            "{\"function\": \"orders\", \"watch\": \"PT4H\"}",
            "healthy",
            stage -> {});
    ReleaseScenario.ScenarioResult played = patient.run(LOCAL.runtime());

    assertThat(played.result().duration()).isGreaterThan(Duration.ofMinutes(200));
    assertThat(played.largestDocument()).isLessThan(8 * 1024);
  }
}
