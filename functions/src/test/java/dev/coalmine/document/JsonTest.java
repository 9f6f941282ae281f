package dev.coalmine.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.Promotion;
import dev.coalmine.release.QuietMinutes;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseEvent;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.SampleRatioCheck;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.WatchedAlarm;
import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Weight;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void theReleaseDocumentReadsBackAsItWasWritten() throws IOException {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    Request request = RequestReader.read(Map.of("function", "orders")).request();
    Release release =
        Promotion.shifted(
            ReleaseStart.prepared(
                new Release.ReleaseIdentity("orders-8", "arn:run", noon),
                request,
                List.of(
                    TargetProgress.of(
                            new AliasTarget("orders", "live", "8"),
                            new Snapshot(AliasRouting.allTo("7"), "näme \"quoted\"", "r1"),
                            MetricSource.OF_VERSIONS)
                        .withMeasurement(
                            new AnalysisMemory(
                                List.of(120.5),
                                List.of(1.0, -0.25, 1e-9),
                                29_000_000,
                                1,
                                SampleRatioCheck.NONE,
                                QuietMinutes.busy(60),
                                true,
                                List.of(1.0, 2.0)),
                            true),
                    TargetProgress.of(
                        new StageTarget("a1", "prod", "x9", Map.of("lambdaAlias", "next")),
                        new Snapshot(
                            new StageRouting(
                                "d1", Map.of("lambdaAlias", "live"), StageRouting.StageCanary.NONE),
                            "",
                            ""),
                        new MetricSource(
                            MetricSource.MetricSourceKind.QUALIFIERS,
                            "shop",
                            List.of(
                                new MetricSource.InvocationPair(
                                    new MetricSource.InvocationTarget("orders", "live"),
                                    new MetricSource.InvocationTarget("orders", "next"))),
                            false))),
                List.of(
                    WatchedAlarm.atStart(
                        new AlarmReading("a", AlarmState.ALARM, noon, "", List.of()))),
                new Weight(3),
                noon),
            noon.plusSeconds(1));

    String text = Json.toJson(Map.of("release", release, "now", noon));

    assertThat(
            HandlerEvent.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .release())
        .isEqualTo(release);
    assertThat(text).contains("\"poll\":\"PT1M\"", "\"weight\":3", "\"schema\":5");

    String older = text.replace("\"cause\":\"NONE\"", "\"more\":1");
    assertThat(older).doesNotContain("cause");
    assertThat(
            HandlerEvent.read(new ByteArrayInputStream(older.getBytes(StandardCharsets.UTF_8)))
                .release())
        .isEqualTo(release);
  }

  @Test
  void aPublishedEventReadsAsNone() {
    for (String published : List.of("{\"published\":true}", "{\"Error\":\"E\",\"Cause\":\"C\"}")) {
      assertThat(Json.read("{\"event\":" + published + ",\"after\":1}", EventField.class))
          .isEqualTo(new EventField(ReleaseEvent.NONE, 1));
    }
    assertThat(Json.read("{\"event\":\"SHIFTED\",\"after\":1}", EventField.class))
        .isEqualTo(new EventField(ReleaseEvent.SHIFTED, 1));
  }

  /** Like a release document, a record with an event among other fields. */
  record EventField(ReleaseEvent event, int after) {}
}
