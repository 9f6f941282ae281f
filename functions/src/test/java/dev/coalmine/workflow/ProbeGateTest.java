package dev.coalmine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.aws.CannedMetrics;
import dev.coalmine.judge.RuntimeWarmUp;
import dev.coalmine.release.Analysis;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.ProbeSchedule;
import dev.coalmine.release.Promotion;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.RollbackCause;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** A function without callers whose versions get ten probes a minute each. */
class ProbeGateTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String CANARY = "probed_canary";
  private static final String BASELINE = "probed_baseline";
  private static final TargetProgress PART =
      TargetProgress.of(
          new AliasTarget("orders", "live", "8"),
          new Snapshot(AliasRouting.allTo("7"), "", "r1"),
          MetricSource.OF_VERSIONS);

  private final CannedMetrics cloudWatch = new CannedMetrics();
  private final MetricsGate gate = new MetricsGate(cloudWatch.metrics());

  @Test
  void probesAreCountedByVersionAndNotThroughTheAlias() {
    read(baking(), 7);

    assertThat(
            cloudWatch.asked().get(cloudWatch.asked().size() - 1).metricDataQueries().stream()
                .map(ProbeGateTest::dimensions)
                .distinct())
        .containsExactlyInAnyOrder(
            "FunctionName=orders Resource=orders:7", "FunctionName=orders Resource=orders:8");
  }

  private static String dimensions(MetricDataQuery query) {
    return String.join(
        " ",
        query.metricStat().metric().dimensions().stream().map(ProbeGateTest::dimension).toList());
  }

  private static String dimension(Dimension dimension) {
    return dimension.name() + "=" + dimension.value();
  }

  @Test
  void enoughGoodProbesPassAStepWithoutCallers() {
    probes(0, 3, 0, 0);

    MetricReading reading = read(baking(), 7);
    assertThat(reading.verdict()).isEqualTo(Verdict.PASS);
    assertThat(reading.reason())
        .startsWith("by probes: errors: canary 0 of 30 (0 %), baseline 0 of 30 (0 %)");
  }

  @Test
  void badProbesOfTheCanaryRollBack() {
    probes(0, 3, 5, 0);

    MetricReading reading = read(baking(), 7);
    assertThat(reading.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(reading.cause()).isEqualTo(RollbackCause.PROBE);
  }

  @Test
  void probesThatFailOnBothSidesHaveNoOpinion() {
    probes(0, 3, 9, 2);

    MetricReading reading = read(baking(), 7);
    assertThat(reading.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(reading.reason())
        .endsWith(
            "6 of 30 of the baseline fail, and 27 of 30 of the canary: the probe's fault, no"
                + " opinion");
  }

  @Test
  void probesOfOneVersionAloneHaveNoOpinion() {
    for (int minute = 0; minute < 3; minute++) {
      side(CANARY, minute, 10, 10);
    }

    MetricReading reading = read(baking(), 8);
    assertThat(reading.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(reading.reason())
        .endsWith(
            "the canary's version got 10, the baseline's 0, so they cannot be compared: the probe's"
                + " fault");
  }

  @Test
  void aMinuteOfWhichOneSideIsLateIsAwaited() {
    probes(0, 2, 0, 0);
    side(CANARY, 2, 10, 0);

    assertThat(read(baking(), 4).probeSample().orElseThrow().minutes()).isEqualTo(2);
    side(BASELINE, 2, 10, 0);
    assertThat(read(baking(), 4).probeSample().orElseThrow().minutes()).isEqualTo(3);
  }

  /** Lambda reports an invocation when it ends: one that times out comes later than the others. */
  @Test
  void failuresThatAreReportedLateAreCountedOnce() {
    probes(0, 3, 0, 0);
    Release release = baking();
    MetricReading first = read(release, 5);
    assertThat(first.verdict()).isNotEqualTo(Verdict.FAIL);
    for (int minute = 0; minute < 3; minute++) {
      side(CANARY, minute, 19, 9);
    }
    probes(3, 1, 0, 0);

    MetricReading second = read(remembering(release, first), 6);
    assertThat(second.probeSample().orElseThrow().canary().errors()).isEqualTo(27);
    assertThat(second.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(second.reason()).contains("canary 27 of 67", "baseline 0 of 40");
  }

  @Test
  void ordersThatNobodyServedAreNamed() {
    Release release = baking();
    for (int minute = 1; minute < 9; minute++) {
      assertThat(read(release, minute).reason()).endsWith("probes: none counted yet");
      release =
          ProbeSchedule.withOrder(release, release.targetProgress().get(0), 1, minute(minute));
    }

    assertThat(read(release, 9).reason())
        .endsWith("probes: 160 were ordered, but none counted: the log of SendProbes says why");
  }

  @Test
  void anIncompleteAnswerIsReadAgainByTheNextLook() {
    probes(0, 3, 0, 0);
    Release release = baking();
    cloudWatch.status(StatusCode.INTERNAL_ERROR);
    MetricReading first = read(release, 7);
    cloudWatch.status(StatusCode.COMPLETE);

    assertThat(first.memory().probe().lastCountedMinute())
        .isEqualTo(release.targetProgress().get(0).memory().probe().lastCountedMinute());
    assertThat(read(remembering(release, first), 8).probeSample().orElseThrow().canary().requests())
        .isEqualTo(30);
  }

  @Test
  void versionsThatOthersInvokeAreNotProbed() {
    side(BASELINE, -10, 4, 0);
    assertThat(start().faults()).isEmpty();
    side(CANARY, -9, 4, 0);

    assertThat(start().faults())
        .singleElement()
        .asString()
        .startsWith(
            "versions 7 and 8 of orders had 8 requests of others in the last 15 minutes, not"
                + " through an alias");
  }

  /** A FAIL stays, whatever the minutes after it in the same look show. */
  @Test
  void badMinuteIsNotForgottenWithinALook() {
    probes(0, 5, 0, 0);
    probes(5, 2, 10, 0);
    probes(7, 3, 0, 0);

    MetricReading reading = read(baking(), 12);
    assertThat(reading.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(reading.reason()).contains("canary 20 of 70");
  }

  @ParameterizedTest
  @CsvSource({"paced", "thorough"})
  void goodProbesPassAPlanByEvidence(String plan) {
    probes(0, 60, 0, 0);
    Release release = baking(plan);
    MetricReading reading = read(release, 62);

    assertThat(reading.verdict()).isEqualTo(Verdict.PASS);
    assertThat(reading.reason()).startsWith("by probes: errors: canary 0 of ");
  }

  private MetricsGate.MeasurementStart start() {
    return gate.startWithProbes(PART, RuntimeWarmUp.LONG, Plan.PACED, MetricScope.ALL, NOON);
  }

  /** Ten requests to each version in each of these minutes, of which so many fail. */
  private void probes(int from, int minutes, int canaryErrors, int baselineErrors) {
    for (int minute = from; minute < from + minutes; minute++) {
      side(CANARY, minute, 10, canaryErrors);
      side(BASELINE, minute, 10, baselineErrors);
    }
  }

  private void side(String side, int minute, double requests, double errors) {
    cloudWatch
        .put(side + "_durations", minute(minute), requests)
        .put(side + "_errors", minute(minute), errors);
  }

  private MetricReading read(Release release, int minute) {
    return gate.read(release, minute(minute)).get(0);
  }

  private static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  private Release baking() {
    return baking(Map.of("steps", List.of(Map.of("weight", 50, "bake", "PT30M"))));
  }

  private Release baking(Object plan) {
    Request request =
        RequestReader.read(
                Map.of(
                    "function",
                    "orders",
                    "plan",
                    plan,
                    "probe",
                    Map.of("events", List.of(Map.of()), "perMinute", 10)))
            .request();
    MetricsGate.MeasurementStart start =
        gate.startWithProbes(PART, RuntimeWarmUp.LONG, request.plan(), request.scope(), NOON);
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
    return new Analysis(
            release.progress().since().plusSeconds(60),
            List.of(new Snapshot(release.targetProgress().get(0).currentRouting(), "", "r2")),
            List.of(),
            List.of(reading))
        .decide(release);
  }
}
