package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts as evidence, how much of it is enough, and what is forgotten. */
class JudgeEvidenceTest {
  private static final MetricScope ERRORS = new MetricScope(true, false);
  private static final MetricScope LATENCY = new MetricScope(false, true);

  private static MinuteComparison minute(double canary, double errors, double slow) {
    RequestCounts c = JudgedStates.slow(canary, errors, slow);
    RequestCounts b = JudgedStates.usual(900, 1);
    return new MinuteComparison(
        c,
        RankScore.of(c),
        b,
        RankScore.of(b),
        ColdStartAllowance.after(3, canary),
        .025,
        .01,
        .2,
        1,
        0,
        0,
        Double.POSITIVE_INFINITY);
  }

  private static JudgeState counted(int minutes, double canary, double baseline) {
    JudgeState state = JudgedStates.at(10, "");
    RequestCounts c = new RequestCounts(canary, 0, 0, ThresholdCounts.NONE);
    RequestCounts b = new RequestCounts(baseline, 0, 0, ThresholdCounts.NONE);
    return new JudgeState(
        state.historicalRates(),
        state.rate(),
        state.recent(),
        state.evidence(),
        state.decayingCanary(),
        state.decayingBaseline(),
        state.promotionEvidence(),
        c,
        b,
        new PacingProgress(10, 1000, 0, minutes, 0),
        state.warmUp(),
        state.onset());
  }

  @ParameterizedTest(name = "{0} minutes, {1} requests: {2}, needs {3}")
  @CsvSource({
    "3, 20, true, 0 minutes",
    "2, 20, false, 1 minute",
    "3, 19, false, 1 requests in 0 minutes",
    "0, 0, false, 20 requests in 3 minutes"
  })
  void aPassNeedsThreeMinutesAndTwentyRequests(
      int minutes, double requests, boolean enough, String needs) {
    JudgeState state = counted(minutes, requests, 900);

    assertThat(state.hasSeenEnough()).isEqualTo(enough);
    assertThat(state.neededText()).isEqualTo("the canary still needs " + needs);
  }

  @ParameterizedTest
  @CsvSource({"1000, 20, true", "1000, 19, false", "100, 10, false", "99, 10, true", "5, 0, false"})
  void aComparisonNeedsTwentyRequestsOfTheBaselineOrATenthOfTheCanarys(
      double canary, double baseline, boolean compared) {
    assertThat(counted(5, canary, baseline).isCompared()).isEqualTo(compared);
  }

  @Test
  void withoutDurationsOnlyErrorsAreTold() {
    JudgeState measured = JudgedStates.at(10, "ERRORS=11 SLOW=3");
    JudgeState errorsOnly = counted(5, 100, 900);

    assertThat(measured.measuredScope(MetricScope.ALL)).isEqualTo(MetricScope.ALL);
    assertThat(errorsOnly.measuredScope(MetricScope.ALL)).isEqualTo(ERRORS);
    assertThat(errorsOnly.measuredScope(LATENCY)).isEqualTo(LATENCY);
    assertThat(errorsOnly.testProgress(MetricScope.ALL))
        .extracting(MetricSample.TestProgress::name)
        .containsExactly("errors", "error limit");
    assertThat(measured.testProgress(MetricScope.ALL))
        .startsWith(
            new MetricSample.TestProgress("errors", 11, 333),
            new MetricSample.TestProgress("slow requests", 3, 2000))
        .hasSize(6);
    assertThat(JudgedStates.at(10, "ERRORS=1e12").testProgress(ERRORS).get(0).evidence())
        .isEqualTo(1e9);
  }

  @ParameterizedTest
  @EnumSource(TestKind.class)
  void whatStartsAfreshForgetsItsOwnTestsAndKeepsTheOthers(TestKind test) {
    TestEvidence evidence = JudgedStates.at(10, "").evidence();
    double before = evidence.log(test);
    double nothing = Double.NEGATIVE_INFINITY;

    assertThat(evidence.withoutLatency().log(test))
        .isEqualTo(test.isErrorTest() ? before : nothing);
    assertThat(evidence.withoutErrors().log(test))
        .isEqualTo(test.isErrorTest() || test.isLimit() ? nothing : before);
  }

  @ParameterizedTest
  @EnumSource(TestKind.class)
  void aMinuteCountsForTheTestsThatItIsFor(TestKind test) {
    TestEvidence evidence = JudgedStates.at(10, "").evidence();
    double before = evidence.log(test);
    MinuteComparison bad = minute(100, 30, .5);
    MinuteComparison worse = minute(100, 40, .6);

    assertThat(evidence.plus(bad, true, true).log(test)).isNotEqualTo(before);
    boolean counts = !test.isLimit() && !test.isErrorTest();
    assertThat(evidence.plus(bad, false, false).log(test) != before).isEqualTo(counts);
    assertThat(evidence.plus(bad, false, true).log(test) != before).isEqualTo(!test.isLimit());
    assertThat(evidence.plus(bad, true, false).log(test) != before).isEqualTo(!test.isErrorTest());
    assertThat(evidence.revised(bad, worse, true, true).log(test)).isNotEqualTo(before);
    assertThat(evidence.revised(bad, worse, false, true).log(test) == before)
        .isEqualTo(test.isLimit());
    assertThat(evidence.revised(bad, worse, true, false).log(test) == before)
        .isEqualTo(test.isErrorTest());
  }

  @Test
  void theStrongestTestIsTheOneNearestToItsThresholdInTheScope() {
    TestEvidence evidence = JudgedStates.at(10, "SLOW=900 ERRORS=300 TAIL=600").evidence();

    assertThat(evidence.strongest(MetricScope.ALL)).isEqualTo(TestKind.ERRORS);
    assertThat(evidence.strongest(LATENCY)).isEqualTo(TestKind.TAIL); // 0.6 of 1,000
    assertThat(evidence.strongestLog()).isEqualTo(Math.log(900));
    assertThat(evidence.strongestLog(true)).isEqualTo(Math.log(300));
    assertThat(evidence.hasCrossed()).isFalse();
    assertThat(JudgedStates.at(10, "SLOW=T").evidence().hasCrossed()).isTrue();
  }

  /** The latest numbers of a minute replace those that were counted. */
  @Test
  void promotionCountsAMinuteAsItIsNow() {
    PromotionEvidence before = PromotionEvidence.NOTHING.plus(minute(50, 1, 0), false);
    PromotionEvidence replaced =
        before.plus(minute(80, 1, .1), false).revised(minute(80, 1, .1), minute(100, 3, .3));
    PromotionEvidence atOnce = before.plus(minute(100, 3, .3), false);

    StatePacker one = new StatePacker();
    replaced.pack(one);
    StatePacker other = new StatePacker();
    atOnce.pack(other);
    assertThat(one.numbers()).containsExactly(other.numbers(), within(1e-9));
    assertThat(atOnce.durations()).isEqualTo(150);
    assertThat(atOnce.pairs()).isCloseTo(50 * 900 / 950. + 90, within(1e-9));
  }

  @Test
  void promotionSumsItsMinutes() {
    PromotionEvidence sums =
        PromotionEvidence.NOTHING.plus(minute(50, 1, 0), false).plus(minute(80, 2, 0), false);
    double excused =
        50 * ColdStartAllowance.after(3, 50).tailFactor()
            + 80 * ColdStartAllowance.after(3, 80).tailFactor();

    assertThat(sums.requests()).isEqualTo(130);
    assertThat(sums.errors()).isEqualTo(3);
    assertThat(sums.durations()).isEqualTo(130);
    assertThat(sums.tail()).isCloseTo(1.3, within(1e-9));
    assertThat(sums.tailExcuse()).isCloseTo(excused, within(1e-9));
    assertThat(sums.baselineDurations()).isEqualTo(1800);
    assertThat(sums.baselineTail()).isCloseTo(18, within(1e-9));
  }

  @Test
  void afterADoubtOlderMinutesOfDurationsFade() {
    PromotionEvidence sums = new PromotionEvidence(10, 20, 30, 40, 50, 60, 70, 80, 90);

    assertThat(sums.fading()).isEqualTo(new PromotionEvidence(8, 16, 30, 40, 40, 48, 56, 64, 72));
    assertThat(sums.withoutLatency()).isEqualTo(new PromotionEvidence(0, 0, 30, 40, 0, 0, 0, 0, 0));
    PromotionEvidence incident = sums.plus(minute(100, 3, .3), true);
    assertThat(incident.pairs()).isEqualTo(110);
    assertThat(incident.requests()).isZero();
  }

  @ParameterizedTest(name = "{0}: rank {1}, errors {2}, tail {3}: {4}")
  @CsvSource({
    "PACED, -3, 0, 1, ''",
    "PACED, -2.9, 0, 1, latency",
    "PACED, -3, .1, 1, errors",
    "PACED, -3, 0, 1.1, slowest requests",
    "THOROUGH, -3, -1, 0, ''",
    "THOROUGH, -3, -.9, 0, errors",
    "THOROUGH, -3, -1, .1, slowest requests"
  })
  void promotionNeedsEvidenceAgainstEachRegression(
      JudgeProfile profile, double rank, double errors, double tail, String unclear) {
    assertThat(new PromotionReadiness(rank, errors, tail, true).unclearTest(profile))
        .isEqualTo(unclear);
  }

  @ParameterizedTest(name = "{0}: rank {1}, safe {2}, affordable {3}, {4} calm minutes: {5}")
  @CsvSource({
    "PACED, -3, true, true, 0, true",
    "PACED, -3, false, true, 6, false",
    "PACED, -3, true, false, 6, false",
    "PACED, -3, false, false, 7, true",
    "PACED, 2, false, false, 15, false",
    "PACED, 2, false, false, 16, true",
    "PACED, 2.1, true, true, 99, false",
    "THOROUGH, -3, true, true, 19, false",
    "THOROUGH, -3, true, true, 20, true"
  })
  void promotionWaitsForMarginsOrPatience(
      JudgeProfile profile, double rank, boolean safe, boolean affordable, int calm, boolean due) {
    PromotionReadiness readiness = new PromotionReadiness(rank, -2, -2, safe);

    assertThat(readiness.isDue(calm, affordable, profile)).isEqualTo(due);
  }

  /** At 100 requests in all: at least a twentieth, and five times what is usual. */
  @ParameterizedTest
  @CsvSource({".001, 5, true", ".001, 4, false", ".02, 10, true", ".02, 9, false"})
  void aBaselineThatFailsFarMoreThanUsualIsAnIncident(
      double usual, double errors, boolean incident) {
    HistoricalRates rates = new HistoricalRates(usual, .1, 1, 100, 1);
    RecentBaseline recent =
        RecentBaseline.NOTHING
            .plus(JudgedStates.usual(500, 400)) // two minutes ago says nothing
            .plus(JudgedStates.usual(45, 0))
            .plus(JudgedStates.usual(50, errors));

    assertThat(recent.isIncident(rates)).isEqualTo(incident);
  }

  @ParameterizedTest
  @CsvSource({"19, .3", "20, .0065"})
  void withoutAHistoryTheLimitFollowsTheBaselineFromTwentyRequests(double requests, double limit) {
    HistoricalRates unknown = new HistoricalRates(.001, .1, 1, 0, 0);
    RecentBaseline recent = RecentBaseline.NOTHING.plus(JudgedStates.usual(requests, 0));

    assertThat(recent.errorLimit(unknown)).isCloseTo(limit, within(1e-4));
  }

  @Test
  void lateCountsOfTheBaselineBelongToItsLastMinute() {
    RequestCounts early = JudgedStates.usual(400, 1);
    RequestCounts late = JudgedStates.usual(100, 20);
    StatePacker revised = new StatePacker();
    RecentBaseline.NOTHING.plus(early).plusLate(late).pack(revised);
    StatePacker atOnce = new StatePacker();
    RecentBaseline.NOTHING.plus(early.plus(late)).pack(atOnce);

    assertThat(revised.numbers()).isEqualTo(atOnce.numbers());
    assertThat(RecentBaseline.NOTHING.plusLate(late)).isSameAs(RecentBaseline.NOTHING);
  }

  /** Nothing came for a minute: it is no evidence, but the rate of requests falls. */
  @Test
  void aQuietMinuteLowersTheRateOnly() {
    JudgeState state = JudgedStates.at(10, "ERRORS=5");
    Observation quiet = new Observation(1001, RequestCounts.NONE, RequestCounts.NONE);
    JudgeState after = state.plus(quiet, JudgeProfile.PACED);

    assertThat(after.rate()).isEqualTo(420);
    assertThat(after.evidence()).isSameAs(state.evidence());
    assertThat(after.progress().canaryMinutes()).isEqualTo(20);
    assertThat(after.onset()).isEqualTo(state.onset());
  }

  /** Limits count from the minute of a step back on, errors from the one after it. */
  @ParameterizedTest
  @CsvSource({"1001, true, true", "1002, true, false", "1003, false, false"})
  void minutesBeforeAStepBackAreNoEvidenceOfErrors(long back, boolean limits, boolean errors) {
    JudgeState state = JudgedStates.steppedBack(JudgedStates.at(10, ""), back);
    Observation bad =
        new Observation(1002, JudgedStates.slow(100, 30, .5), JudgedStates.usual(900, 1));
    TestEvidence after = state.plus(bad, JudgeProfile.PACED).evidence();
    TestEvidence late =
        state
            .revised(
                new Observation(1002, JudgedStates.usual(90, 0), JudgedStates.usual(900, 1)),
                bad,
                JudgeProfile.PACED)
            .evidence();

    for (TestEvidence next : List.of(after, late)) {
      assertThat(next.log(TestKind.SLOW_LIMIT) != Math.log(.5)).isEqualTo(limits);
      assertThat(next.log(TestKind.ERRORS) != Math.log(.5)).isEqualTo(errors);
      assertThat(next.log(TestKind.LATENCY)).isNotEqualTo(Math.log(.5));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 21", "0, 0, 20", "5, 8, 20"})
  void aMinuteWhoseRequestsCameLateIsOneOfTheCanary(double early, double all, int minutes) {
    RequestCounts beside = JudgedStates.usual(90, 0);
    JudgeState after =
        JudgedStates.at(10, "")
            .revised(
                new Observation(999, JudgedStates.usual(early, 0), beside),
                new Observation(999, JudgedStates.usual(all, 0), beside),
                JudgeProfile.PACED);

    assertThat(after.progress().canaryMinutes()).isEqualTo(minutes);
  }

  /** Cold starts are excused by the age that a minute had, not by that of the release now. */
  @Test
  void aLateSlowRequestOfTheFirstMinuteIsExcusedLikeAnEarlyOne() {
    JudgeState state = JudgedStates.at(10, ""); // minute 1000 is the canary's twentieth
    double first = afterLateSlowRequests(state, 981);
    double last = afterLateSlowRequests(state, 1000);

    assertThat(first).isLessThan(last);
    assertThat(afterLateSlowRequests(state, 500)).isEqualTo(afterLateSlowRequests(state, 980));
  }

  private static double afterLateSlowRequests(JudgeState state, long minute) {
    RequestCounts beside = JudgedStates.usual(900, 0);
    return state
        .revised(
            new Observation(minute, JudgedStates.usual(50, 0), beside),
            new Observation(minute, JudgedStates.slow(100, 0, .6), beside),
            JudgeProfile.PACED)
        .evidence()
        .log(TestKind.LATENCY);
  }

  @Test
  void theSlowerNewContainersWereTheMoreIsAllowedAtASmallWeight() {
    assertThat(afterSlowMinute(.4)).isLessThan(afterSlowMinute(.1));
  }

  /** The evidence of latency of a canary whose new containers had this excess at worst. */
  private static double afterSlowMinute(double worst) {
    Observation seen =
        new Observation(1001, JudgedStates.slow(100, 0, .2), JudgedStates.usual(900, 0));
    LatencyExcess none = LatencyExcess.NOTHING;
    WarmUpProgress doubted =
        new WarmUpProgress(
            RuntimeWarmUp.LONG, 10, 9, 900, 5, 900, none, none, new LatencyExcess(worst, 0, 0, 1));
    return JudgedStates.with(JudgedStates.at(10, ""), doubted)
        .plus(seen, JudgeProfile.PACED)
        .evidence()
        .log(TestKind.LATENCY);
  }

  @Test
  void asManyRequestsOfBothVersionsAreCounts() {
    assertThat(ReasonText.of(counted(5, 300, 300), TestKind.ERRORS))
        .startsWith("errors: canary 0 of 300 (0 %), baseline 0 of 300 (0 %), evidence ");
  }

  /** The comparison is over, had requests, and has no evidence of errors. */
  @ParameterizedTest
  @CsvSource({
    "ERRORS=.9, 20, 12, true",
    "ERRORS=1, 20, 12, false",
    "ERRORS=.9, 19, 12, false",
    "ERRORS=.9, 20, 11, false",
    "LATENCY=9, 20, 12, true"
  })
  void aComparisonThatFoundNothingMakesWhatItShowedUsual(
      String odds, double requests, long minutes, boolean acquitted) {
    ErrorOnset onset = new ErrorOnset(0, 0, 0, 0, 3, requests, 7);
    JudgeState state =
        JudgedStates.steppedBack(
            JudgedStates.with(JudgedStates.at(10, odds), onset), 1000 - minutes);
    JudgeState after = state.acquittedIfCalm(1000);

    assertThat(after.onset().doubted()).isEqualTo(acquitted ? 0 : 7);
    assertThat(after.historicalRates().cluster()).isEqualTo(acquitted ? 7 : ErrorClusters.NONE);
  }

  @Test
  void everyNumberOfAStateIsWrittenAndReadInItsPlace() {
    JudgeState state =
        new JudgeState(
            new HistoricalRates(.01, .2, 3, 400, .5),
            601,
            RecentBaseline.NOTHING.plus(new RequestCounts(540, 7, 539, ThresholdCounts.ofP90(99))),
            JudgedStates.at(10, "ERRORS=3 SLOW=4 LATENCY=5 TAIL=6").evidence(),
            new DecayingCounts(11, 12, 13, 14),
            new DecayingCounts(15, 16, 17, 18),
            new PromotionEvidence(21, 22, 23, 24, 25, 26, 27, 28, 29),
            new RequestCounts(100, 31, 90, new ThresholdCounts(50, 40, 30, 20, 10)),
            new RequestCounts(200, 32, 80, new ThresholdCounts(55, 45, 35, 25, 15)),
            new PacingProgress(41, 42, 43, 44, 45),
            new WarmUpProgress(
                RuntimeWarmUp.LONG,
                51,
                52,
                53,
                54,
                55,
                new LatencyExcess(61, 62, 63, 64),
                new LatencyExcess(65, 66, 67, 68),
                new LatencyExcess(69, 70, 71, 72)),
            new ErrorOnset(81, 82, 83, 84, 85, 86, 87));
    JudgeState read = JudgeState.of(state.numbers());

    assertThat(read)
        .usingRecursiveComparison()
        .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
        .isEqualTo(state);
    assertThat(List.of(read.progress(), read.warmUp(), read.onset()))
        .isEqualTo(List.of(state.progress(), state.warmUp(), state.onset()));
  }
}
