package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.release.Decision;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
  private static final Judge PACED =
      new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL);

  /** All results of a release until its rollback or the last minute. */
  private static List<JudgeResult> release(Judge judge, SyntheticTraffic traffic, int minutes) {
    List<JudgeResult> rulings = new ArrayList<>();
    JudgeState state = judge.start(traffic.history());
    for (int now = 2; now < minutes && !state.isRolledBack(); now++) {
      Observation seen = traffic.minute(now - 2, state.weight().percent());
      rulings.add(judge.judgePaced(state, now, seen));
      state = rulings.get(rulings.size() - 1).state();
    }
    return rulings;
  }

  private static JudgeResult last(List<JudgeResult> rulings) {
    return rulings.get(rulings.size() - 1);
  }

  @ParameterizedTest
  @EnumSource(JudgeProfile.class)
  void healthyCanaryIsPromotedOnceAndWatched(JudgeProfile profile) {
    Judge judge = new Judge(profile, WeightLadder.DEFAULT, MetricScope.ALL);
    List<JudgeResult> rulings = release(judge, new SyntheticTraffic(3, 300, .005, 0, 1), 90);
    assertThat(last(rulings).weight()).isEqualTo(Weight.ALL);
    assertThat(last(rulings).decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(rulings).filteredOn(r -> r.decision() == Decision.PROMOTE).hasSize(1);
    assertThat(rulings).filteredOn(r -> r.decision() == Decision.ADVANCE).isNotEmpty();
    assertThat(rulings).noneMatch(r -> r.verdict() == Verdict.FAIL);
    assertThat(rulings).allMatch(r -> r.cause() == RollbackCause.NONE);
  }

  @ParameterizedTest
  @CsvSource({"5, 1, 1", "50, .1, 1", "10000, .01, 1", "50, 0, 1.4", "10000, 0, 1.3"})
  void worseCanaryIsRolledBackForGood(double rate, double fault, double slowness) {
    SyntheticTraffic traffic = new SyntheticTraffic(4, rate, .001, fault, slowness);
    JudgeResult end = last(release(PACED, traffic, 90));
    assertThat(end.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(end.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(end.weight()).isEqualTo(Weight.NONE);
    assertThat(end.cause()).isEqualTo(fault > 0 ? RollbackCause.ERRORS : RollbackCause.LATENCY);

    JudgeResult later = PACED.judgePaced(end.state(), 91, traffic.minute(89, 0));
    assertThat(later.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(later.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(later.reason()).endsWith("; rolled back");
  }

  @Test
  void verdictIsInconclusiveUntilEnoughWasSeen() {
    List<JudgeResult> rulings = release(PACED, new SyntheticTraffic(3, 300, .005, 0, 1), 20);
    assertThat(rulings.get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(rulings.get(1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(last(rulings).verdict()).isEqualTo(Verdict.PASS);
  }

  /** Each minute is first seen in part, and the rest of it before the next minute. */
  @ParameterizedTest
  @CsvSource({"300, .005, 0", "300, .001, .1", "10, .01, .3"})
  void aMinuteThatIsSeenInPartsWeighsAsIfSeenAtOnce(double rate, double errors, double fault) {
    SyntheticTraffic traffic = new SyntheticTraffic(9, rate, errors, fault, 1);
    JudgeState whole = PACED.start(traffic.history()).withWeight(new Weight(50));
    JudgeState parts = whole;
    for (int m = 0; m < 20; m++) {
      Observation all = traffic.minute(m, 50);
      Observation first = new Observation(m, half(all.canary()), half(all.baseline()));
      whole = whole.plus(all, JudgeProfile.PACED);
      parts = PACED.revise(parts.plus(first, JudgeProfile.PACED), first, all);
    }
    assertThat(parts.canary()).isEqualTo(whole.canary());
    assertThat(parts.baseline()).isEqualTo(whole.baseline());
    assertThat(parts.progress()).isEqualTo(whole.progress());
    assertThat(parts.evidence().log(TestKind.ERRORS))
        .isCloseTo(whole.evidence().log(TestKind.ERRORS), within(.15));
    assertThat(parts.promotionEvidence().errors(.01, .01))
        .isCloseTo(whole.promotionEvidence().errors(.01, .01), within(1e-6));
  }

  /**
   * Both versions report a part of a minute's requests, and most of its errors, up to 15 minutes
   * late. The evidence against a healthy canary crosses no more often than the level allows.
   */
  @Tag("slow")
  @Test
  void latePartsRaiseNoFalseAlarm() {
    Random random = new Random(11);
    int alarms = 0;
    int releases = 300;
    for (int release = 0; release < releases; release++) {
      SyntheticTraffic traffic = new SyntheticTraffic(release, 120, .02, 0, 1);
      JudgeState state = PACED.start(traffic.history()).withWeight(new Weight(50));
      Map<Integer, List<Observation[]>> late = new HashMap<>();
      boolean alarmed = false;
      for (int m = 0; m < 60 && !alarmed; m++) {
        Observation all = traffic.minute(m, 50);
        Observation first = new Observation(m, early(all.canary()), early(all.baseline()));
        late.computeIfAbsent(m + 1 + random.nextInt(15), at -> new ArrayList<>())
            .add(new Observation[] {first, all});
        state = state.plus(first, JudgeProfile.PACED);
        for (Observation[] change : late.getOrDefault(m, List.of())) {
          state = PACED.revise(state, change[0], change[1]);
        }
        alarmed = PACED.failure(state).isPresent();
      }
      alarms += alarmed ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(releases / 100);
  }

  /** Nine of ten requests, and a third of the errors. */
  private static RequestCounts early(RequestCounts all) {
    double requests = Math.floor(.9 * all.requests());
    ThresholdCounts above = all.above();
    return new RequestCounts(
        requests,
        Math.min(requests, Math.floor(all.errors() / 3)),
        Math.floor(.9 * all.durations()),
        new ThresholdCounts(
            Math.floor(.87 * above.p30()),
            Math.floor(.85 * above.p50()),
            Math.floor(.8 * above.p75()),
            Math.floor(.6 * above.p90()),
            0));
  }

  private static RequestCounts half(RequestCounts all) {
    return new RequestCounts(
        Math.ceil(all.requests() / 2),
        Math.floor(all.errors() / 2),
        Math.ceil(all.durations() / 2),
        ThresholdCounts.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    // requests of the canary a minute, errors; of the baseline; weight; verdict after ten minutes
    "60, 0,  60, 0, 50, PASS",
    "60, 0,  0,  0, 50, INCONCLUSIVE",
    "60, 15, 0,  0, 50, FAIL",
    "60, 0,  0,  0, 100, PASS",
    "60, 0,  2,  0, 50, PASS",
    "0,  0,  60, 0, 50, INCONCLUSIVE",
  })
  void aVerdictNeedsAComparisonAndALimitDoesNot(
      int requests, int errors, int others, int theirErrors, int weight, Verdict verdict) {
    Weight held = new Weight(weight);
    JudgeState state = PACED.start(new SyntheticTraffic(3, 60, .001, 0, 1).history());
    JudgeResult result = PACED.judgeWithoutData(state);
    for (int m = 0; m < 10 && result.verdict() != Verdict.FAIL; m++) {
      Observation seen = new Observation(m, plain(requests, errors), plain(others, theirErrors));
      result = PACED.judgeFixedPlan(result.state(), m + 2, seen, held);
    }
    assertThat(result.verdict()).as(result.reason()).isEqualTo(verdict);
  }

  @Test
  void withoutAnyHistoryALimitStillHolds() {
    JudgeState state = PACED.start(new BaselineHistory(List.of()));
    JudgeResult result = PACED.judgeWithoutData(state);
    for (int m = 0; m < 10 && result.verdict() != Verdict.FAIL; m++) {
      Observation seen = new Observation(m, plain(60, 45), RequestCounts.NONE);
      result = PACED.judgeFixedPlan(result.state(), m + 2, seen, new Weight(50));
    }
    assertThat(result.reason()).contains("limit 30 %");
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
  }

  private static RequestCounts plain(double requests, double errors) {
    return new RequestCounts(requests, errors, 0, ThresholdCounts.NONE);
  }

  @Test
  void aMinuteWithoutRequestsChangesNoEvidenceAndNoWeight() {
    JudgeState state = last(release(PACED, new SyntheticTraffic(3, 300, .005, 0, 1), 9)).state();
    Observation none = new Observation(99, RequestCounts.NONE, RequestCounts.NONE);
    JudgeResult quiet = PACED.judgePaced(state, 101, none);
    assertThat(quiet.weight()).isEqualTo(state.weight());
    assertThat(quiet.state().evidence()).isEqualTo(state.evidence());
    assertThat(quiet.verdict()).isEqualTo(Verdict.PASS);
    assertThat(quiet.reason()).endsWith("; no requests in the last minute");
  }

  @Test
  void incidentAfterPromotionFirstStepsBackToCompare() {
    SyntheticTraffic before = new SyntheticTraffic(3, 50, .001, 0, 1);
    JudgeState state = last(release(PACED, before, 40)).state();
    assertThat(state.weight()).isEqualTo(Weight.ALL);

    SyntheticTraffic incident = new SyntheticTraffic(6, 50, .3, 0, 1);
    int now = 42;
    JudgeResult ruling = PACED.judgePaced(state, now, incident.minute(now - 2, 100));
    while (ruling.weight().equals(Weight.ALL) && now < 60) {
      now++;
      ruling = PACED.judgePaced(ruling.state(), now, incident.minute(now - 2, 100));
    }
    assertThat(ruling.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(ruling.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(ruling.weight()).isBetween(new Weight(1), new Weight(50));
    assertThat(ruling.reason())
        .startsWith("error limit: canary ")
        .contains("no baseline was serving, so the weight drops to " + ruling.weight().percent());

    for (int i = 1; i < 12; i++) {
      Observation seen = incident.minute(now + i - 2, ruling.weight().percent());
      ruling = PACED.judgePaced(ruling.state(), now + i, seen);
      assertThat(ruling.decision()).isEqualTo(Decision.KEEP_BAKING);
    }
    for (int i = 12; i < 60; i++) {
      Observation seen = before.minute(now + i - 2, ruling.weight().percent());
      ruling = PACED.judgePaced(ruling.state(), now + i, seen);
    }
    assertThat(ruling.weight()).isEqualTo(Weight.ALL);
  }

  @Test
  void faultOfTheCanaryAfterPromotionRollsBack() {
    JudgeState state = last(release(PACED, new SyntheticTraffic(3, 50, .001, 0, 1), 40)).state();
    SyntheticTraffic broken = new SyntheticTraffic(6, 50, .001, .3, 1);
    JudgeResult ruling = PACED.judgeWithoutData(state);
    for (int now = 42; now < 80 && !ruling.state().isRolledBack(); now++) {
      Observation seen = broken.minute(now - 2, ruling.weight().percent());
      ruling = PACED.judgePaced(ruling.state(), now, seen);
    }
    assertThat(ruling.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void onlyWeightsOfTheLadderAreChosen() {
    Judge judge = new Judge(JudgeProfile.PACED, WeightLadder.of(4, 33), MetricScope.ALL);
    for (int seed = 0; seed < 10; seed++) {
      assertThat(release(judge, new SyntheticTraffic(seed, 200, .01, 0, 1), 90))
          .extracting(ruling -> ruling.weight().percent())
          .isSubsetOf(0, 4, 33, 100)
          .contains(100);
    }
  }

  @Test
  void errorsDoNotCountOutsideTheScope() {
    Judge judge = new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, new MetricScope(false, true));
    JudgeResult end = last(release(judge, new SyntheticTraffic(1, 300, .001, .5, 1), 90));
    assertThat(end.weight()).isEqualTo(Weight.ALL);
  }

  @Test
  void latencyDoesNotCountOutsideTheScope() {
    Judge judge = new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, new MetricScope(true, false));
    JudgeResult end = last(release(judge, new SyntheticTraffic(1, 300, .001, 0, 1.4), 90));
    assertThat(end.weight()).isEqualTo(Weight.ALL);
  }

  @Test
  void fixedPlanKeepsItsWeightUntilATestCrosses() {
    SyntheticTraffic healthy = new SyntheticTraffic(1, 100, .001, 0, 1);
    SyntheticTraffic broken = new SyntheticTraffic(2, 100, .001, .5, 1);
    Weight ten = new Weight(10);
    JudgeState state = PACED.start(healthy.history());
    for (int minute = 0; minute < 10; minute++) {
      JudgeResult ruling = PACED.judgeFixedPlan(state, minute, healthy.minute(minute, 10), ten);
      assertThat(ruling.weight()).isEqualTo(ten);
      assertThat(ruling.decision()).isEqualTo(Decision.KEEP_BAKING);
      state = ruling.state();
    }
    assertThat(PACED.judgeFixedPlan(state, 10, healthy.minute(10, 10), ten).verdict())
        .isEqualTo(Verdict.PASS);
    JudgeResult ruling = PACED.judgeWithoutData(state);
    for (int minute = 10; minute < 30 && !ruling.state().isRolledBack(); minute++) {
      ruling = PACED.judgeFixedPlan(ruling.state(), minute, broken.minute(minute, 10), ten);
    }
    assertThat(ruling.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(ruling.verdict()).isEqualTo(Verdict.FAIL);
  }
}
