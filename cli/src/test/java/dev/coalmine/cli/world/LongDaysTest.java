package dev.coalmine.cli.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.json.JsonView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an account keeps of many releases. */
class LongDaysTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static final String WAITING =
      """
      {"function": "billing", "gate": {"metrics": false}, "plan": "AllAtOnce",
       "approve": [50, 100], "approvalTimeout": "P1D"}\
      """;

  @Test
  void onlyTheLastEndedReleasesAreKeptAndAllThatRun() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.world.keep(new Retention(5, Duration.ofHours(4)));
    releases.publishUpTo(30).start("waits", WAITING).advance(Duration.ofMinutes(1));
    for (int i = 1; i <= 20; i++) {
      releases.start("release-" + i, atOnce(10 + i)).advance(Duration.ofMinutes(5));
    }
    releases.start("last", atOnce(9)); // a start drops what is too much
    assertThat(names(releases))
        .containsExactly(
            "last", "release-20", "release-19", "release-18", "release-17", "release-16", "waits");
    assertThat(events(releases, "release-20"))
        .as("packed histories read like others")
        .hasSizeGreaterThan(20)
        .startsWith("ExecutionStarted")
        .endsWith("ExecutionSucceeded");
    assertThatThrownBy(() -> events(releases, "release-15"))
        .hasMessageContaining("ExecutionDoesNotExist");
  }

  private static String atOnce(int version) {
    return """
    {"function": "orders", "version": "%d", "plan": "AllAtOnce", "watch": "PT1M",
     "gate": {"metrics": false}}\
    """
        .formatted(version);
  }

  private static List<Object> names(ParallelReleases releases) {
    Map<String, Object> input = Map.of("stateMachineArn", releases.world.stateMachineArn());
    return new JsonView(releases.callStepFunctions("ListExecutions", input))
        .get("executions").items().stream().map(item -> item.get("name").tree()).toList();
  }

  private static List<String> events(ParallelReleases releases, String name) {
    Map<String, Object> input =
        Map.of("executionArn", ParallelReleases.arn(name), "maxResults", 1_000);
    return new JsonView(releases.callStepFunctions("GetExecutionHistory", input))
        .get("events").items().stream().map(item -> item.get("type").text()).toList();
  }

  @Test
  void metricsDoNotGrowWithTheDays() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.world.keep(new Retention(5, Duration.ofHours(4)));
    releases.world.addTraffic(TrafficProfile.load("healthy"), "orders", "live", 1);
    MetricStore metrics = releases.world.cloudWatch().metrics();
    releases.advance(Duration.ofHours(6));
    int afterADay = metrics.points();
    assertThat(afterADay).isPositive();
    releases.advance(Duration.ofHours(18));
    assertThat(metrics.points()).isBetween(afterADay * 9 / 10, afterADay * 11 / 10);
  }

  @ParameterizedTest
  @CsvSource({"0, PT4H", "100001, PT4H", "1, PT3H", "1, P16D"})
  void whatCannotBeKeptIsRefused(int executions, Duration metrics) {
    assertThatThrownBy(() -> new Retention(executions, metrics))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(executions == 1 ? metrics.toString() : "not " + executions);
  }

  @Test
  void whatIsKeptIsSaid() {
    assertThat(new Retention(1_000, Duration.ofDays(15)).toText())
        .isEqualTo("the last 1,000 ended executions with their histories, and metrics of 15 days");
  }
}
