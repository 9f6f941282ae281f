package dev.coalmine.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Promotion;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseRollback;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmfMetricsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Snapshot ALIAS = new Snapshot(AliasRouting.allTo("7"), "", "r1");
  private static final Snapshot STAGE =
      new Snapshot(new StageRouting("d1", Map.of(), StageRouting.StageCanary.NONE), "", "");

  @Test
  void theWeightIsTheFigureOfEachTarget() {
    assertThat(trees(Promotion.shifted(release(), NOON)))
        .containsExactlyInAnyOrder(
            line("Function", "orders", "Alias", "live", "CanaryWeight", "Percent", "10"),
            line("RestApi", "a1b2", "Stage", "prod", "CanaryWeight", "Percent", "10"));
  }

  @Test
  void anEndIsCountedAndTimed() {
    assertThat(EmfMetrics.of(back(), NOON.plusSeconds(90)))
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsEntry("RolledBack", 1.0)
                    .containsEntry("CanaryWeight", 0.0)
                    .containsEntry("ReleaseDuration", 90.0));
  }

  @Test
  void whatServesAlreadyIsNoPromotion() {
    Release served =
        ReleaseStart.served(
            new Release.ReleaseIdentity("again", "arn:run", NOON),
            RequestReader.read(Map.of("function", "orders")).request(),
            List.of(
                TargetProgress.of(
                    new AliasTarget("orders", "live", "7"), ALIAS, MetricSource.OF_VERSIONS)),
            List.of(),
            NOON);

    assertThat(ReleaseStart.movesNothing(served)).isTrue();
    assertThat(trees(served))
        .containsExactly(
            line("Function", "orders", "Alias", "live", "CanaryWeight", "Percent", "100"));
  }

  @Test
  void anEndThatNoStateSawIsCountedAndTimedToo() {
    assertThat(stuck())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsEntry("Stuck", 1.0)
                    .containsEntry("ReleaseDuration", 60.0)
                    .doesNotContainKey("CanaryWeight"));
  }

  @Test
  void aRollbackIsCountedByItsCauseOnceForTheRelease() {
    List<Map<String, Object>> lines = EmfMetrics.of(back(), NOON.plusSeconds(90));

    assertThat(lines.get(0)).containsEntry("Cause", "FAULT");
    assertThat(lines.get(1)).doesNotContainKey("Cause");
    assertThat(directives(lines.get(0)))
        .contains(
            Json.readTree(
                """
                {"Namespace": "Coalmine", "Dimensions": [["Cause"]],
                 "Metrics": [{"Name": "RolledBack", "Unit": "Count"}]}\
                """));
    assertThat(directives(lines.get(1))).hasSize(1);
  }

  @Test
  void aReleaseThatWasTakenBackAfterAStopIsCountedAsStopped() {
    assertThat(
            EmfMetrics.ofEnded(release(), "RolledBack", RollbackCause.STOPPED, NOON, NOON).get(0))
        .containsEntry("Cause", "STOPPED")
        .containsEntry("RolledBack", 1.0);
  }

  @Test
  void whatIsNoRollbackHasNoCause() {
    assertThat(Stream.of(shifted(), finished(), refused(), stuck()).flatMap(List::stream))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).doesNotContainKey("Cause"));
  }

  /** A search of the dashboard: its dimensions and metrics. */
  private static final Pattern SEARCH =
      Pattern.compile(
          "SEARCH\\('\\{Coalmine,([\\w,]+)} MetricName=\\\\\"(\\w+)\\\\\"', '(\\w+)'\\)");

  @Test
  void theDashboardShowsEveryFigureAndNoOther() throws IOException {
    Set<String> shown =
        SEARCH
            .matcher(Files.readString(Path.of("..", "template.yaml")))
            .results()
            .map(found -> found.group(1) + " " + found.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> emitted =
        Stream.of(shifted(), finished(), EmfMetrics.of(back(), NOON), refused(), stuck())
            .flatMap(List::stream)
            .flatMap(line -> directives(line).stream())
            .flatMap(EmfMetricsTest::metrics)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(shown).isEqualTo(emitted);
  }

  private static List<Object> directives(Map<String, Object> line) {
    Map<?, ?> tree = (Map<?, ?>) Json.readTree(Json.toJson(line));
    return List.copyOf((List<?>) ((Map<?, ?>) tree.get("_aws")).get("CloudWatchMetrics"));
  }

  private static Stream<String> metrics(Object directive) {
    Map<?, ?> tree = (Map<?, ?>) directive;
    String dimensions =
        ((List<?>) ((List<?>) tree.get("Dimensions")).get(0))
            .stream().map(String::valueOf).collect(Collectors.joining(","));
    return ((List<?>) tree.get("Metrics"))
        .stream().map(metric -> dimensions + " " + ((Map<?, ?>) metric).get("Name"));
  }

  private static List<Map<String, Object>> shifted() {
    return EmfMetrics.of(Promotion.shifted(release(), NOON), NOON);
  }

  private static List<Map<String, Object>> finished() {
    Snapshot served = new Snapshot(AliasRouting.allTo("8"), "", "r2");
    return EmfMetrics.of(
        Promotion.promoted(release("AllAtOnce"), List.of(served, STAGE), NOON.plusSeconds(60)),
        NOON.plusSeconds(60));
  }

  private static Release back() {
    return ReleaseRollback.restored(
        ReleaseRollback.afterFailure(Promotion.shifted(release(), NOON), "x"),
        List.of(RestoreResult.of(ALIAS), RestoreResult.of(STAGE)),
        Optional.empty(),
        NOON.plusSeconds(90));
  }

  private static List<Map<String, Object>> refused() {
    return EmfMetrics.of(
        ReleaseRollback.restored(
            ReleaseRollback.afterRefusal(release(), "somebody was first", false),
            List.of(RestoreResult.of(ALIAS), RestoreResult.of(STAGE, false)),
            Optional.empty(),
            NOON),
        NOON);
  }

  private static List<Map<String, Object>> stuck() {
    return EmfMetrics.ofEnded(
        release(), "Stuck", RollbackCause.NONE, NOON.plusSeconds(60), NOON.plusSeconds(90));
  }

  private static List<Object> trees(Release release) {
    return EmfMetrics.of(release, NOON).stream()
        .map(line -> Json.readTree(Json.toJson(line)))
        .toList();
  }

  private static Object line(
      String first,
      String one,
      String second,
      String other,
      String name,
      String unit,
      String value) {
    return Json.readTree(
        """
        {"_aws": {"Timestamp": 1767268800000, "CloudWatchMetrics": [{"Namespace": "Coalmine",
          "Dimensions": [["%s", "%s"]], "Metrics": [{"Name": "%s", "Unit": "%s"}]}]},
         "%s": "%s", "%s": "%s", "%s": %s}
        """
            .formatted(first, second, name, unit, first, one, second, other, name, value));
  }

  private static Release release() {
    return release(Map.of("steps", List.of(Map.of("weight", 10, "bake", "PT5M"))));
  }

  private static Release release(Object plan) {
    return ReleaseStart.prepared(
        new Release.ReleaseIdentity("both", "arn:run", NOON),
        RequestReader.read(Map.of("function", "orders", "watch", "PT0S", "plan", plan)).request(),
        List.of(
            TargetProgress.of(
                new AliasTarget("orders", "live", "8"), ALIAS, MetricSource.OF_VERSIONS),
            TargetProgress.of(
                new StageTarget("a1b2", "prod", "d2", Map.of()), STAGE, MetricSource.UNREAD)),
        List.of(),
        Weight.NONE,
        NOON);
  }
}
