package dev.coalmine.cli.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.EmbeddedAws.CallCount;
import dev.coalmine.release.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScaleReportTest {
  private static Delays seconds(int... all) {
    return Delays.of(IntStream.of(all).mapToObj(one -> Optional.of(Duration.ofSeconds(one))));
  }

  private static ScaleResult result(ScaleStory story, int promoted, int rolledBack) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, 0);
    }
    outcomes.put(Outcome.PROMOTED, promoted);
    outcomes.put(Outcome.ROLLED_BACK, rolledBack);
    return new ScaleResult(
        story,
        promoted + rolledBack,
        outcomes,
        story.breaks()
            ? List.of()
            : IntStream.range(0, rolledBack).mapToObj(i -> "f" + i + " ROLLED_BACK: late").toList(),
        1,
        seconds(3, 1, 2),
        seconds(40),
        seconds(600, 1200, 1800),
        Map.of(
            "lambda:UpdateAlias", new CallCount(40, 10), "events:PutEvents", new CallCount(4, 0)),
        Duration.ofSeconds(9),
        Duration.ofSeconds(8),
        123_456_789);
  }

  @Test
  void delaysHaveTheirPercentilesByNearestRank() {
    Delays hundred = seconds(IntStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());
    assertThat(hundred.percentile(50)).isEqualTo(Duration.ofSeconds(50));
    assertThat(hundred.percentile(99)).isEqualTo(Duration.ofSeconds(99));
    assertThat(hundred.max()).isEqualTo(Duration.ofSeconds(100));
    assertThat(seconds().percentile(50)).isZero();
  }

  @Test
  void healthyReleasesHaveTheirDurationBesideThatOfOneAlone() {
    ScaleReport report =
        new ScaleReport(List.of(result(ScaleStory.HEALTHY, 4, 0)), Duration.ofMinutes(10));
    assertThat(report.lines())
        .containsExactly(
            "healthy: healthy releases, started over ten minutes",
            "",
            "| releases | promoted | rolled back | refused | stuck | minutes p50 / p99 / max | ×"
                + " alone | calls | throttled | s of processor | MB  |",
            "|----------|----------|-------------|---------|-------|-------------------------|"
                + "---------|-------|-----------|----------------|-----|",
            "| 4        | 4        | 0           | 0       | 0     | 20.0 / 30.0 / 30.0      | 2.0 "
                + "    | 44    | 10        | 8              | 123 |",
            "",
            "| calls a release (throttled) | 4           |",
            "|-----------------------------|-------------|",
            "| events:PutEvents            | 1.0         |",
            "| lambda:UpdateAlias          | 10.0 (25 %) |");
  }

  @Test
  void healthyReleasesThatWereNotPromotedAreNamedWithTheirReasons() {
    ScaleReport report =
        new ScaleReport(List.of(result(ScaleStory.HEALTHY, 4, 12)), Duration.ofMinutes(10));
    assertThat(report.lines())
        .containsSequence("not promoted of 16:", "- f0 ROLLED_BACK: late", "- f1 ROLLED_BACK: late")
        .endsWith("- f9 ROLLED_BACK: late", "- and 2 more (--json has all)");
  }

  @Test
  void brokenOnesHaveTheTimeToTheirRestoreBesideThatOfTheWritesAlone() {
    ScaleReport failing =
        new ScaleReport(List.of(result(ScaleStory.FAILING, 0, 30)), Duration.ofMinutes(10));
    assertThat(failing.lines())
        .anySatisfy(line -> assertThat(line).contains("verdict → restored: n", "15 writes/s"))
        .anySatisfy(line -> assertThat(line).contains("| 2.0 / 3.0 / 3.0 ", "| 2.0 "));
    ScaleReport alarms =
        new ScaleReport(List.of(result(ScaleStory.ALARMS, 0, 30)), Duration.ofMinutes(10));
    assertThat(alarms.lines())
        .anySatisfy(line -> assertThat(line).contains("alarm → restored: n"))
        .anySatisfy(line -> assertThat(line).contains("| 40.0 / 40.0 / 40.0 "));
  }

  @Test
  void jsonHasTheSameFigures() {
    ScaleReport report =
        new ScaleReport(List.of(result(ScaleStory.FAILING, 0, 30)), Duration.ofMinutes(10));
    assertThat(report.trees().get(0))
        .containsEntry("story", "failing")
        .containsEntry("releases", 30)
        .containsEntry("ROLLED_BACK", 30)
        .containsEntry(
            "verdictToRestoredSeconds", Map.of("count", 3, "p50", 2.0, "p99", 3.0, "max", 3.0))
        .containsEntry("heapBytes", 123_456_789L);
  }
}
