package dev.coalmine.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.AliasRouting;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Meter;
import dev.coalmine.release.Part;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestReader;
import dev.coalmine.release.Return;
import dev.coalmine.release.Snapshot;
import dev.coalmine.release.StageRouting;
import dev.coalmine.release.StageTarget;
import dev.coalmine.release.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Snapshot ALIAS = new Snapshot(AliasRouting.all("7"), "", "r1");
  private static final Snapshot STAGE =
      new Snapshot(new StageRouting("d1", Map.of(), StageRouting.Canary.NONE), "", "");

  @Test
  void theWeightIsTheFigureOfEachTarget() {
    assertThat(trees(release().shifted(NOON)))
        .containsExactlyInAnyOrder(
            line("Function", "orders", "Alias", "live", "CanaryWeight", "Percent", "10.0"),
            line("RestApi", "a1b2", "Stage", "prod", "CanaryWeight", "Percent", "10.0"));
  }

  @Test
  void anEndIsCountedAndTimed() {
    Release back =
        release()
            .shifted(NOON)
            .failed("x")
            .restored(
                List.of(Return.of(ALIAS), Return.of(STAGE)),
                Optional.empty(),
                NOON.plusSeconds(90));

    assertThat(Figures.of(back, NOON.plusSeconds(90)))
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsEntry("RolledBack", 1.0)
                    .containsEntry("CanaryWeight", 0.0)
                    .containsEntry("ReleaseDuration", 90.0));
  }

  @Test
  void anEndThatNoStateSawIsCountedAndTimedToo() {
    assertThat(Figures.ended(release(), "Stuck", NOON.plusSeconds(60), NOON.plusSeconds(90)))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsEntry("Stuck", 1.0)
                    .containsEntry("ReleaseDuration", 60.0)
                    .doesNotContainKey("CanaryWeight"));
  }

  private static List<Object> trees(Release release) {
    return Figures.of(release, NOON).stream().map(line -> Json.tree(Json.text(line))).toList();
  }

  private static Object line(
      String first,
      String one,
      String second,
      String other,
      String name,
      String unit,
      String value) {
    return Json.tree(
        """
            {"_aws": {"Timestamp": 1767268800000, "CloudWatchMetrics": [{"Namespace": "Coalmine",
              "Dimensions": [["%s", "%s"]], "Metrics": [{"Name": "%s", "Unit": "%s"}]}]},
             "%s": "%s", "%s": "%s", "%s": %s}
            """
            .formatted(first, second, name, unit, first, one, second, other, name, value));
  }

  private static Release release() {
    return Release.prepared(
        new Release.Identity("both", "arn:run", NOON),
        RequestReader.read(
                Map.of(
                    "function",
                    "orders",
                    "plan",
                    Map.of("steps", List.of(Map.of("weight", 10, "bake", "PT5M")))))
            .request(),
        List.of(
            Part.of(new AliasTarget("orders", "live", "8"), ALIAS, Meter.OF_VERSIONS),
            Part.of(new StageTarget("a1b2", "prod", "d2", Map.of()), STAGE, Meter.UNREAD)),
        List.of(),
        Weight.NONE,
        NOON);
  }
}
