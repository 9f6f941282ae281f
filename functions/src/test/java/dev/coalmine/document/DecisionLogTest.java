package dev.coalmine.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import dev.coalmine.release.Analysis;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.Promotion;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.WatchedAlarm;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The log line of a decision. */
class DecisionLogTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final AlarmReading OK =
      new AlarmReading("orders-5xx", AlarmState.OK, NOON, "", List.of());

  private static Release shifted() {
    return Promotion.shifted(
        ReleaseStart.prepared(
            new Release.ReleaseIdentity("orders-8", "arn:run", NOON),
            RequestReader.read(Map.of("function", "orders")).request(),
            List.of(
                TargetProgress.of(
                    new AliasTarget("orders", "live", "8"),
                    new Snapshot(AliasRouting.allTo("7"), "", "r1"),
                    MetricSource.OF_VERSIONS)),
            List.of(WatchedAlarm.atStart(OK)),
            new Weight(10),
            NOON),
        NOON);
  }

  private static Release looked() {
    RequestCounts canary =
        new RequestCounts(12, 1, 11, new ThresholdCounts(8.0, 5.5, 2.0, 1.0, 0.0));
    MetricSample measured =
        MetricSample.awaiting(NOON)
            .plus(
                canary,
                RequestCounts.NONE,
                List.of(new MetricSample.TestProgress("errors", 0.27, 250)));
    return new Analysis(
            NOON.plusSeconds(180),
            List.of(
                new Snapshot(
                    AliasRouting.allTo("7").withCanary("8", new Weight(10)),
                    "coalmine arn:run",
                    "r2")),
            List.of(OK),
            List.of(
                new MetricReading(
                    Verdict.PASS, "well", new Weight(10), AnalysisMemory.NONE, measured)))
        .decide(shifted());
  }

  @Test
  void aLooksLineHasWhatItMeasured() {
    assertThat(Json.toJson(DecisionLog.analysisLine(looked(), NOON.plusSeconds(180))))
        .startsWith(
            "{\"id\":\"orders-8\",\"minute\":3,\"weightPercent\":10,\"verdict\":\"PASS\","
                + "\"decision\":\"KEEP_BAKING\",\"reason\":")
        .endsWith(
            "\"at\":\"2026-01-01T12:03:00Z\",\"execution\":\"arn:run\","
                + "\"metrics\":[{\"target\":\"orders:live\","
                + "\"from\":\"2026-01-01T12:00:00Z\",\"minutes\":1,"
                + "\"canary\":{\"requests\":12,\"errors\":1,\"durations\":11,\"above\":[8,5.5,2,1,0]},"
                + "\"baseline\":{\"requests\":0,\"errors\":0,\"durations\":0,\"above\":[0,0,0,0,0]},"
                + "\"tests\":[{\"name\":\"errors\",\"evidence\":0.27,\"threshold\":250}]}],"
                + "\"alarms\":[{\"name\":\"orders-5xx\",\"state\":\"OK\"}]}");
  }

  @Test
  void otherDecisionsRepeatNoFigures() {
    assertThat(DecisionLog.line(looked(), NOON.plusSeconds(181)))
        .containsOnlyKeys(
            "id",
            "minute",
            "weightPercent",
            "verdict",
            "decision",
            "reason",
            "evidence",
            "at",
            "execution");
  }
}
