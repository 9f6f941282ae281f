package dev.coalmine.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coalmine.aws.CannedMetrics;
import dev.coalmine.judge.RuntimeWarmUp;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.Promotion;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.SampleRatioCheck;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.request.Plan;
import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** A release at 50 % of 600 requests a minute, with a look each minute. */
class MetricsGateTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final TargetProgress PART =
      TargetProgress.of(
          new AliasTarget("orders", "live", "8"),
          new Snapshot(AliasRouting.allTo("7"), "", "r1"),
          MetricSource.OF_VERSIONS);
  private static final List<Map<String, Object>> HALF =
      List.of(Map.of("weight", 50, "bake", "PT30M"));

  private static final MetricSource TWO_FUNCTIONS =
      new MetricSource(
          MetricSource.MetricSourceKind.QUALIFIERS,
          "shop",
          List.of(
              new MetricSource.InvocationPair(
                  new MetricSource.InvocationTarget("orders", "live"),
                  new MetricSource.InvocationTarget("orders", "next")),
              new MetricSource.InvocationPair(
                  new MetricSource.InvocationTarget("mail", "live"),
                  new MetricSource.InvocationTarget("mail", "next"))),
          false);

  private final CannedMetrics cloudWatch = new CannedMetrics();
  private final MetricsGate gate = new MetricsGate(cloudWatch.metrics());

  @Test
  void missingMinuteIsAwaited() {
    Release release = baking();
    counts("baseline", 0, 300);
    counts("baseline", 1, 300);

    MetricReading reading = read(release, 3);
    assertThat(reading.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(reading.reason()).isEqualTo("minute 2026-01-01T12:00:00Z is not in CloudWatch yet");
    assertThat(reading.memory().lastCountedMinute())
        .isEqualTo(release.targetProgress().get(0).memory().lastCountedMinute());
  }

  @Test
  void canaryWithoutExpectedRequestsFails() {
    Release release = baking();
    for (int minute = 0; minute < 10; minute++) {
      counts("baseline", minute, 300);
    }

    Release after = release;
    for (int look = 5; look < 7; look++) {
      MetricReading held = read(after, look);
      assertThat(held.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      after = remembering(after, held);
    }
    MetricReading last = read(after, 7);
    assertThat(last.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(last.reason())
        .isEqualTo(
            "the canary should have received 300 requests per minute, but received none for 3 min");
  }

  @Test
  void wrongShareOfRequestsIsInconclusive() {
    Release release = baking();
    for (int minute = 0; minute < 4; minute++) {
      counts("baseline", minute, 540);
      counts("canary", minute, 60);
    }

    MetricReading reading = read(release, 6);
    assertThat(reading.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(reading.reason())
        .startsWith(
            "the canary received 240 requests, but its weights predict 1,200: traffic does not"
                + " follow the weights");
  }

  @Test
  void noMinuteIsCountedTwice() {
    Release release = baking();
    for (int minute = 0; minute < 4; minute++) {
      counts("baseline", minute, 300);
      counts("canary", minute, 300);
    }

    MetricReading once = read(release, 6);
    assertThat(read(release, 6)).isEqualTo(once);
    assertThat(once.reason()).contains("canary 0 of 1,200", "baseline 0 of 1,200");
    MetricReading again = read(remembering(release, once), 6);
    assertThat(again.memory()).isEqualTo(once.memory());
  }

  /** Lambda reports an invocation when it ends, under the minute in which it began. */
  @Test
  void whatCloudWatchAddsToACountedMinuteIsCountedOnce() {
    Release release = baking();
    for (int minute = 0; minute < 6; minute++) {
      counts("baseline", minute, 300);
      counts("canary", minute, 270);
    }
    MetricReading first = read(release, 4);
    assertThat(first.verdict()).isEqualTo(Verdict.PASS);
    for (int minute = 0; minute < 3; minute++) {
      counts("canary", minute, 300);
      cloudWatch.put("canary_errors", minute(minute), 30);
    }

    MetricReading second = read(remembering(release, first), 5);
    assertThat(second.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(second.reason()).contains("errors: canary 90 of 1,170", "baseline 0 of 1,200");
    assertThat(second.sample().minutes()).isEqualTo(1);
    assertThat(second.sample().canary().requests()).isEqualTo(270 + 3 * 30);
    assertThat(second.sample().canary().errors()).isEqualTo(90);
    assertThat(second.sample().baseline().requests()).isEqualTo(300);

    MetricSample third = read(remembering(release, second), 6).sample();
    assertThat(third.canary().errors()).isZero();
  }

  @Test
  void sampleHasTheNewCountsOnly() {
    Release release = baking();
    for (int minute = 0; minute < 4; minute++) {
      counts("baseline", minute, 300);
      counts("canary", minute, 290 + minute);
    }
    cloudWatch.put("canary_errors", minute(3), 7);

    MetricReading first = read(release, 4);
    assertThat(first.sample().from()).isEqualTo(minute(0));
    assertThat(first.sample().minutes()).isEqualTo(3);
    assertThat(first.sample().canary().requests()).isEqualTo(290 + 291 + 292);
    assertThat(first.sample().canary().errors()).isZero();
    assertThat(first.sample().baseline().requests()).isEqualTo(900);

    MetricSample second = read(remembering(release, first), 5).sample();
    assertThat(second.from()).isEqualTo(minute(3));
    assertThat(second.minutes()).isEqualTo(1);
    assertThat(second.canary().requests()).isEqualTo(293);
    assertThat(second.canary().errors()).isEqualTo(7);
  }

  @Test
  void sampleHasTheEvidenceOfEachTestWithCounts() {
    Release release = baking();
    for (int minute = 0; minute < 4; minute++) {
      counts("baseline", minute, 300);
      counts("canary", minute, 300);
      cloudWatch.put("canary_errors", minute(minute), 150);
    }

    MetricReading reading = read(release, 6);
    assertThat(reading.sample().tests())
        .extracting(MetricSample.TestProgress::name, MetricSample.TestProgress::threshold)
        .containsExactly(tuple("errors", 333.0), tuple("error limit", 400.0));
    assertThat(reading.sample().tests())
        .allMatch(test -> test.evidence() > test.threshold() && test.evidence() <= 1e9);
  }

  @Test
  void sampleWithoutNewMinutesIsEmpty() {
    Release release = baking();
    counts("baseline", 0, 300);

    assertThat(read(release, 3).sample()).isEqualTo(MetricSample.awaiting(minute(0)));
  }

  @Test
  void incompleteAnswerIsUnknownAndNotZero() {
    Release release = baking();
    counts("baseline", 0, 300);
    counts("canary", 0, 300);
    cloudWatch.status(StatusCode.INTERNAL_ERROR);

    MetricReading reading = read(release, 3);
    assertThat(reading.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(reading.reason()).isEqualTo("CloudWatch returned incomplete data");
    assertThat(reading.memory().lastCountedMinute())
        .isEqualTo(release.targetProgress().get(0).memory().lastCountedMinute());
    assertThat(reading.memory().sampleRatio()).isEqualTo(SampleRatioCheck.NONE);
  }

  @Test
  void releaseWithoutMetricsMakesNoCalls() {
    MetricsGate.MeasurementStart start =
        gate.start(PART, RuntimeWarmUp.LONG, Plan.PACED, MetricScope.OFF, NOON);

    assertThat(start.first()).isEqualTo(Weight.ALL);
    assertThat(cloudWatch.asked()).isEmpty();
  }

  @Test
  void stageWithoutCanaryMetricsIsComparedWithItsPast() {
    Release release =
        baking(
            stage(
                new MetricSource(MetricSource.MetricSourceKind.NOTHING, "shop", List.of(), false)));
    for (int minute = 0; minute < 4; minute++) {
      counts("alias", minute, 600);
      cloudWatch.put("alias_errors", minute(minute), 300);
    }

    MetricReading reading = read(release, 6);
    assertThat(reading.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(reading.reason())
        .startsWith("all requests of the stage, compared with the hours before the release: ")
        .contains("canary 300 of 600", "baseline 0 of 600");
  }

  @Test
  void missingMinuteOfAStageIsAwaited() {
    Release release =
        baking(
            stage(
                new MetricSource(MetricSource.MetricSourceKind.NOTHING, "shop", List.of(), false)));
    counts("alias", 0, 600);
    MetricReading first = read(release, 3);
    assertThat(first.reason()).contains("canary 0 of 600", "baseline 0 of 600");

    counts("alias", 1, 600);
    counts("alias", 2, 600);
    assertThat(read(remembering(release, first), 4).reason())
        .contains("canary 0 of 1,800", "baseline 0 of 1,800");
  }

  @Test
  void requestsOutsideTheCanaryLogAreTheBaselines() {
    Release release =
        baking(
            stage(
                new MetricSource(
                    MetricSource.MetricSourceKind.CANARY_LOG, "shop", List.of(), false)));
    for (int minute = 0; minute < 4; minute++) {
      counts("alias", minute, 600);
      cloudWatch.put("alias_errors", minute(minute), 5);
      counts("canary", minute, 300);
      cloudWatch.put("canary_errors", minute(minute), 3);
    }

    assertThat(read(release, 9).reason()).contains("canary 12 of 1,200", "baseline 8 of 1,200");
  }

  @Test
  void functionsOfAStageAreAddedUp() {
    Release release = baking(stage(TWO_FUNCTIONS));
    for (int minute = 0; minute < 4; minute++) {
      counts("baseline", minute, 200);
      counts("baseline1", minute, 100);
      counts("canary", minute, 210);
      counts("canary1", minute, 90);
    }

    assertThat(read(release, 6).reason()).contains("canary 0 of 1,200", "baseline 0 of 1,200");
  }

  @Test
  void otherCallersOfTheCanarysAliasAreAFault() {
    for (int minute = -62; minute < 0; minute++) {
      counts("canary", minute, 2);
      counts("alias", minute, 600);
    }
    assertThat(start(stage(TWO_FUNCTIONS)).faults()).isEmpty();

    for (int minute = -62; minute < 0; minute++) {
      counts("canary1", minute, 100);
    }
    assertThat(start(stage(TWO_FUNCTIONS)).faults())
        .containsExactly(
            "the canary of a1b2/prod would invoke orders:next, mail:next, which had 6,120 other"
                + " requests in the last hour: the metrics cannot separate them from the canary's;"
                + " give the canary its own alias, or switch gate.metrics off");
  }

  private MetricsGate.MeasurementStart start(TargetProgress part) {
    return gate.start(part, RuntimeWarmUp.LONG, Plan.PACED, MetricScope.ALL, NOON);
  }

  @Test
  void stageWithoutAnswerKeepsTheWeight() {
    Release release =
        baking(
            stage(
                new MetricSource(MetricSource.MetricSourceKind.NOTHING, "shop", List.of(), false)));
    counts("alias", 0, 600);
    assertThat(read(release, 3).allowedWeight()).isEqualTo(release.weight());

    cloudWatch.status(StatusCode.INTERNAL_ERROR);
    assertThat(read(release, 3).allowedWeight()).isEqualTo(release.weight());
  }

  @Test
  void shareIsCheckedOnlyIfTheStagesOwnCountAgrees() {
    for (int minute = -62; minute < 0; minute++) {
      cloudWatch.put("stage", minute(minute), 590);
    }
    assertThat(baking(stage(TWO_FUNCTIONS)).targetProgress().get(0).metricSource().complete())
        .isTrue();

    for (int minute = -62; minute < 0; minute++) {
      cloudWatch.put("stage", minute(minute), 60);
    }
    Release others = baking(stage(TWO_FUNCTIONS));
    assertThat(others.targetProgress().get(0).metricSource().complete()).isFalse();
    for (int minute = 0; minute < 10; minute++) {
      counts("baseline", minute, 600);
    }
    assertThat(read(others, 12).verdict()).isNotEqualTo(Verdict.FAIL);
  }

  private MetricReading read(Release release, int minute) {
    return gate.read(release, minute(minute)).get(0);
  }

  private void counts(String side, int minute, double requests) {
    cloudWatch
        .put(side + "_durations", minute(minute), requests)
        .put(side + "_errors", minute(minute), 0);
  }

  private static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  private Release baking() {
    return baking(PART);
  }

  private static TargetProgress stage(MetricSource meter) {
    return TargetProgress.of(
        new StageTarget("a1b2", "prod", "d2", Map.of()),
        new Snapshot(new StageRouting("d1", Map.of(), StageRouting.StageCanary.NONE), "", ""),
        meter);
  }

  private Release baking(TargetProgress part) {
    for (int minute = -62; minute < 0; minute++) {
      counts("alias", minute, 600);
    }
    Request request =
        RequestReader.read(Map.of("function", "orders", "plan", Map.of("steps", HALF))).request();
    MetricsGate.MeasurementStart start =
        gate.start(part, RuntimeWarmUp.LONG, request.plan(), request.scope(), NOON);
    return Promotion.shifted(
        ReleaseStart.prepared(
            new Release.ReleaseIdentity("orders-8", "arn:run", NOON),
            request,
            List.of(start.part()),
            List.of(),
            start.first(),
            NOON),
        NOON);
  }

  private static Release remembering(Release release, MetricReading reading) {
    return new dev.coalmine.release.Analysis(
            release.progress().since().plusSeconds(60),
            List.of(new Snapshot(release.targetProgress().get(0).currentRouting(), "", "r2")),
            List.of(),
            List.of(reading))
        .decide(release);
  }
}
