package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Decision;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a weight rises or stays, in a look at which no test crosses. */
class PacerReasonTest {
  private static final Judge JUDGE =
      new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL);
  private static final long NOW = JudgedStates.MINUTE + 2;

  /** A minute in which one request of the canary and one of the baseline were fast. */
  private static JudgeResult look(JudgeState state) {
    RequestCounts one = new RequestCounts(1, 0, 0, ThresholdCounts.NONE);
    return JUDGE.judgePaced(state, NOW, new Observation(JudgedStates.MINUTE + 1, one, one));
  }

  /** The sums that decide about promotion, of minutes at the highest weight. */
  private static JudgeState sums(JudgeState state, double rankLead, double tail) {
    PromotionEvidence sums =
        new PromotionEvidence(rankLead, 5000, 10_000, 1, 10_000, tail, 10_000, 10_000, 100);
    return new JudgeState(
        state.historicalRates(),
        state.rate(),
        state.recent(),
        state.evidence(),
        state.decayingCanary(),
        state.decayingBaseline(),
        sums,
        state.canary(),
        state.baseline(),
        state.progress(),
        state.warmUp(),
        state.onset());
  }

  private static JudgeState young(JudgeState state, double requests) {
    PacingProgress then = state.progress();
    PacingProgress now = new PacingProgress(then.weight(), then.minute(), then.bounced(), 1, 0);
    RequestCounts canary = new RequestCounts(requests, 0, 0, ThresholdCounts.NONE);
    return new JudgeState(
        state.historicalRates(),
        state.rate(),
        state.recent(),
        state.evidence(),
        state.decayingCanary(),
        state.decayingBaseline(),
        state.promotionEvidence(),
        canary,
        state.baseline(),
        now,
        state.warmUp(),
        state.onset());
  }

  @ParameterizedTest(name = "{0} %: {1} {2}")
  @CsvSource(
      textBlock =
          """
          10,  ADVANCE,      'no regression found, so the weight rises to 40'
          40,  ADVANCE,      'no regression found, so the weight rises to 50'
          50,  KEEP_BAKING,  a regression in latency is not ruled out yet
          100, KEEP_BAKING,  'promoted, watching'
          """)
  void aCalmCanaryClimbsFourfoldUpToTheHighestWeight(int weight, Decision decision, String why) {
    JudgeResult result = look(JudgedStates.at(weight, ""));

    assertThat(result.reason()).endsWith("; " + why);
    assertThat(result.decision()).isEqualTo(decision);
    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  /** At the highest weight before promotion, and below it. */
  @ParameterizedTest
  @CsvSource({"50, true, 1", "50, false, 0", "45, true, 0"})
  void onlyMinutesWithRequestsAtTheHighestWeightAreCalmOnes(
      int weight, boolean served, int calmMinutes) {
    RequestCounts one = new RequestCounts(1, 0, 0, ThresholdCounts.NONE);
    Observation seen =
        new Observation(JudgedStates.MINUTE + 1, served ? one : RequestCounts.NONE, one);
    JudgeResult result = JUDGE.judgePaced(JudgedStates.at(weight, ""), NOW, seen);

    assertThat(result.state().progress().calmMinutes()).isEqualTo(calmMinutes);
  }

  @Test
  void onceNoRegressionIsLeftToRuleOutItIsPromoted() {
    JudgeResult result = look(sums(JudgedStates.at(50, ""), -100, 100));

    assertThat(result.decision()).isEqualTo(Decision.PROMOTE);
    assertThat(result.weight()).isEqualTo(Weight.ALL);
    assertThat(result.reason()).endsWith("; no relevant regression left to rule out");
  }

  @Test
  void whatIsNotRuledOutIsNamed() {
    JudgeState calm = JudgedStates.at(50, "");
    assertThat(look(sums(calm, 450, 100)).reason())
        .endsWith("; a regression in latency is not ruled out yet");
    assertThat(look(sums(calm, -100, 900)).reason())
        .endsWith("; a regression in slowest requests is not ruled out yet");
    assertThat(look(young(sums(calm, -100, 100), 500)).reason())
        .endsWith("; not enough data for promotion yet");
  }

  @Test
  void aWeightThatIsHeldAfterAStepBackSaysSo() {
    assertThat(look(JudgedStates.steppedBack(JudgedStates.at(10, ""), NOW - 11)).reason())
        .endsWith("; holding the weight to compare with the baseline");
    assertThat(look(JudgedStates.steppedBack(JudgedStates.at(10, ""), NOW - 12)).decision())
        .isEqualTo(Decision.ADVANCE);
  }

  /** Three failed requests of ten may be those of a version that fails a half. */
  @Test
  void aWeightThatTheRiskBudgetHoldsSaysSo() {
    JudgeState state = JudgedStates.at(10, "");
    JudgeState few =
        new JudgeState(
            state.historicalRates(),
            state.rate(),
            state.recent(),
            state.evidence(),
            new DecayingCounts(10, 3, 10, 1),
            state.decayingBaseline(),
            state.promotionEvidence(),
            state.canary(),
            state.baseline(),
            state.progress(),
            state.warmUp(),
            state.onset());

    JudgeResult result = look(few);
    assertThat(result.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(result.reason()).endsWith("; the risk budget does not allow a higher weight yet");
  }

  @Test
  void aCanaryWithoutRequestsRisesByTheRiskBudgetAlone() {
    JudgeState state = young(JudgedStates.at(1, ""), 0);
    RequestCounts beside = new RequestCounts(1, 0, 0, ThresholdCounts.NONE);
    JudgeResult result =
        JUDGE.judgePaced(
            state, NOW, new Observation(JudgedStates.MINUTE + 1, RequestCounts.NONE, beside));

    assertThat(result.decision()).isEqualTo(Decision.ADVANCE);
    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .endsWith("; no request of the canary to judge by yet; the risk budget allows 3");
  }

  /** At about 420 requests a minute, 19 % of them are 400 in five minutes. */
  @ParameterizedTest(name = "{0} at {1} %, {2} minutes at it: {3}, {4}")
  @CsvSource(
      textBlock =
          """
          LATENCY=T, 10, 1, 15, 'warming up: 42 of 400 requests of new containers, so the weight rises to 15'
          LATENCY=2, 10, 1, 15, 'warming up: 42 of 400 requests of new containers, so the weight rises to 15'
          LATENCY=1.9, 10, 1, 40, 'no regression found, so the weight rises to 40'
          LATENCY=T, 50, 1, 50, 'warming up: 42 of 400 requests of new containers'
          LATENCY=T, 10, -1, 10, 'over the limit, but not clearly worse than the baseline'
          LATENCY=T ERRORS=2, 10, 1, 10, 'over the limit, but not clearly worse than the baseline'
          LATENCY=3, 10, -1, 10, 'evidence too high to raise the weight, too low to roll back'
          """)
  void newContainersGetTheWeightAtWhichTheyAreSoonWarm(
      String odds, int weight, int minutes, int next, String why) {
    LatencyExcess none = LatencyExcess.NOTHING;
    WarmUpProgress warmUp =
        new WarmUpProgress(RuntimeWarmUp.LONG, weight, minutes, 41, -1, 41, none, none, none);
    JudgeResult result = look(JudgedStates.with(JudgedStates.at(weight, odds), warmUp));

    assertThat(result.reason()).endsWith("; " + why);
    assertThat(result.weight()).isEqualTo(new Weight(next));
    assertThat(result.verdict())
        .isEqualTo(odds.equals("LATENCY=1.9") ? Verdict.PASS : Verdict.INCONCLUSIVE);
  }

  @Test
  void onceTheRequestsAreServedTheMinutesAreTold() {
    LatencyExcess none = LatencyExcess.NOTHING;
    WarmUpProgress warmUp =
        new WarmUpProgress(RuntimeWarmUp.LONG, 50, 2, 900, -1, 900, none, none, none);

    assertThat(look(JudgedStates.with(JudgedStates.at(50, "LATENCY=T"), warmUp)).reason())
        .endsWith("; warming up: 3 of 5 minutes at this weight");
  }

  @Test
  void whoWasDoubtedNeedsMoreEvidenceAndSaysSo() {
    LatencyExcess none = LatencyExcess.NOTHING;
    WarmUpProgress doubted =
        new WarmUpProgress(
            RuntimeWarmUp.LONG, 10, 9, 900, 5, 900, none, none, new LatencyExcess(.4, 0, 0, 1));

    assertThat(look(JudgedStates.with(JudgedStates.at(10, "LATENCY=T"), doubted)).reason())
        .endsWith(
            "; over the limit, but new containers were slower before: a rollback needs more"
                + " evidence");
  }
}
