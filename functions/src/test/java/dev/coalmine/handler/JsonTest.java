package dev.coalmine.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import dev.coalmine.release.AliasRouting;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Meter;
import dev.coalmine.release.News;
import dev.coalmine.release.Part;
import dev.coalmine.release.Release;
import dev.coalmine.release.Request;
import dev.coalmine.release.RequestReader;
import dev.coalmine.release.Snapshot;
import dev.coalmine.release.Split;
import dev.coalmine.release.StageRouting;
import dev.coalmine.release.StageTarget;
import dev.coalmine.release.Trial;
import dev.coalmine.release.WatchedAlarm;
import dev.coalmine.release.Weight;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void theReleaseDocumentReadsBackAsItWasWritten() throws IOException {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    Request request = RequestReader.read(Map.of("function", "orders")).request();
    Release release =
        Release.prepared(
                new Release.Identity("orders-8", "arn:run", noon),
                request,
                List.of(
                    Part.of(
                            new AliasTarget("orders", "live", "8"),
                            new Snapshot(AliasRouting.all("7"), "näme \"quoted\"", "r1"),
                            Meter.OF_VERSIONS)
                        .measured(
                            new Trial(
                                List.of(120.5),
                                List.of(1.0, -0.25, 1e-9),
                                29_000_000,
                                1,
                                Split.NONE),
                            true),
                    Part.of(
                        new StageTarget("a1", "prod", "x9", Map.of("lambdaAlias", "next")),
                        new Snapshot(
                            new StageRouting(
                                "d1", Map.of("lambdaAlias", "live"), StageRouting.Canary.NONE),
                            "",
                            ""),
                        new Meter(
                            Meter.Kind.QUALIFIERS,
                            "shop",
                            List.of(
                                new Meter.Pair(
                                    new Meter.Asked("orders", "live"),
                                    new Meter.Asked("orders", "next"))),
                            false))),
                List.of(
                    WatchedAlarm.startingAt(
                        new AlarmReading("a", AlarmState.ALARM, noon, "", List.of()))),
                new Weight(3),
                noon)
            .shifted(noon.plusSeconds(1));

    String text = Json.text(Map.of("release", release, "now", noon));

    assertThat(
            Event.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).release())
        .isEqualTo(release);
    assertThat(text).contains("\"poll\":\"PT1M\"", "\"weight\":3", "\"schema\":4");

    String older = text.replace("\"cause\":\"NONE\"", "\"more\":1");
    assertThat(older).doesNotContain("cause");
    assertThat(
            Event.read(new ByteArrayInputStream(older.getBytes(StandardCharsets.UTF_8))).release())
        .isEqualTo(release);
  }

  @Test
  void newsThatWereToldAreNoneAnyMore() {
    for (String told : List.of("{\"told\":true}", "{\"Error\":\"E\",\"Cause\":\"C\"}")) {
      assertThat(Json.read("{\"news\":" + told + ",\"after\":1}", Telling.class))
          .isEqualTo(new Telling(News.NONE, 1));
    }
    assertThat(Json.read("{\"news\":\"SHIFTED\",\"after\":1}", Telling.class))
        .isEqualTo(new Telling(News.SHIFTED, 1));
  }

  /** As a release document has news among other fields. */
  record Telling(News news, int after) {}

  @Test
  void aFailureIsOneSentenceWhateverItsCauseLooksLike() {
    assertThat(said(Map.of())).isEmpty();
    assertThat(said(Map.of("Error", "States.Timeout"))).contains("could not go on: States.Timeout");
    assertThat(said(Map.of("Error", "software.amazon.awssdk.x.LambdaException")))
        .contains("could not go on: LambdaException");
    assertThat(said(Map.of("Error", "E", "Cause", "plain"))).contains("could not go on: E: plain");
    assertThat(said(Map.of("Error", "E", "Cause", "{\"errorMessage\":\"Rate\"}")))
        .contains("could not go on: E: Rate");
  }

  private static Optional<String> said(Map<String, Object> failure) {
    return Failure.of(failure).map(Failure::sentence);
  }
}
