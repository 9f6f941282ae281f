package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Decision;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What follows from evidence that stands at or beside a threshold, in one look. The minutes seen
 * are no evidence themselves: either nobody was served, or only the baseline was.
 */
class JudgeLookTest {
  private static final Judge JUDGE =
      new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL);
  private static final long NOW = JudgedStates.MINUTE + 2;

  private static Observation minute(boolean beside) {
    RequestCounts one = new RequestCounts(1, 0, 0, ThresholdCounts.NONE);
    return new Observation(
        JudgedStates.MINUTE + 1, RequestCounts.NONE, beside ? one : RequestCounts.NONE);
  }

  /** States in words: {@code warm}, {@code new}, and without {@code beside} no baseline at all. */
  private static JudgeState state(int weight, String odds, String words) {
    JudgeState state = JudgedStates.at(weight, odds);
    JudgeState compared = words.contains("beside") ? state : JudgedStates.alone(state);
    return JudgedStates.with(compared, JudgedStates.warmUp(weight, words.contains("warm")));
  }

  @ParameterizedTest(name = "{1} at {0} %, {2}, served now: {3}: {4} {5}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          10,  ERRORS=T,                 beside warm, true,  ROLL_BACK,   errors: canary
          10,  ERRORS=T,                 beside warm, false, ROLL_BACK,   errors: canary
          10,  ERRORS=T,                 beside new,  true,  ROLL_BACK,   errors: canary
          10,  ERRORS=333,               beside warm, true,  KEEP_BAKING, 'evidence too high to raise the weight, too low to roll back'
          10,  ERRORS=2,                 beside warm, true,  KEEP_BAKING, 'evidence too high to raise the weight, too low to roll back'
          10,  ERROR_LIMIT=T,            beside warm, true,  KEEP_BAKING, 'over the limit, but not clearly worse than the baseline'
          10,  ERROR_LIMIT=T ERRORS=7.3, beside warm, true,  KEEP_BAKING, 'over the limit, but not clearly worse than the baseline'
          10,  ERROR_LIMIT=T ERRORS=7.4, beside warm, true,  ROLL_BACK,   error limit: canary
          10,  ERROR_LIMIT=T ERRORS=7.4, beside warm, false, KEEP_BAKING, no requests in the last minute
          10,  ERROR_LIMIT=T,            warm,        true,  ROLL_BACK,   error limit: canary
          10,  ERROR_LIMIT=T,            new,         false, ROLL_BACK,   error limit: canary
          100, ERROR_LIMIT=T,            beside warm, true,  KEEP_BAKING, 'no baseline was serving, so the weight drops to'
          100, ERROR_LIMIT=T ERRORS=T,   beside warm, true,  ROLL_BACK,   errors: canary
          10,  LATENCY=T,                beside warm, true,  ROLL_BACK,   latency: canary
          10,  LATENCY=T,                beside warm, false, ROLL_BACK,   latency: canary
          10,  LATENCY=T,                beside new,  true,  -,           warming up: 41 of 400 requests of new containers
          10,  SLOW=T,                   beside warm, true,  ROLL_BACK,   slow requests: canary
          10,  TAIL=T,                   beside warm, true,  ROLL_BACK,   slowest requests: canary
          10,  SLOW_LIMIT=T,             beside warm, true,  ROLL_BACK,   latency limit: canary
          10,  SLOW_LIMIT=T,             beside warm, false, KEEP_BAKING, no requests in the last minute
          10,  SLOW_LIMIT=T,             warm,        false, ROLL_BACK,   latency limit: canary
          10,  SLOW_LIMIT=T,             new,         true,  -,           warming up: 41 of 400 requests of new containers
          100, SLOW_LIMIT=T,             beside warm, true,  KEEP_BAKING, 'no baseline was serving, so the weight drops to'
          100, SLOW_LIMIT=1999,          beside warm, true,  KEEP_BAKING, 'evidence too high to call it healthy, too low to roll back'
          """)
  void aPacedLook(
      int weight, String odds, String words, boolean served, Decision decision, String reason) {
    JudgeResult result = JUDGE.judgePaced(state(weight, odds, words), NOW, minute(served));

    assertThat(result.reason()).contains(reason);
    assertThat(result.decision()).isIn(decision, decision == null ? Decision.ADVANCE : decision);
    assertThat(result.verdict())
        .isEqualTo(decision == Decision.ROLL_BACK ? Verdict.FAIL : Verdict.INCONCLUSIVE);
    assertThat(result.cause() == RollbackCause.NONE).isEqualTo(decision != Decision.ROLL_BACK);
  }

  @ParameterizedTest(name = "{1} at {0} %, {2}, served now: {3}: {4} {5}")
  @CsvSource(
      textBlock =
          """
          10,  '',                     beside warm, true,  PASS,         the plan sets the weight
          10,  '',                     beside warm, false, PASS,         no requests in the last minute
          10,  ERRORS=9.9,             beside warm, true,  PASS,         the plan sets the weight
          10,  ERRORS=10,              beside warm, true,  INCONCLUSIVE, 'evidence too high to pass the step, too low to roll back'
          10,  ERRORS=10,              beside warm, false, INCONCLUSIVE, no requests in the last minute
          10,  ERRORS=T,               beside warm, true,  FAIL,         errors: canary
          10,  ERROR_LIMIT=T,          beside warm, true,  INCONCLUSIVE, 'over the limit, but not clearly worse than the baseline'
          10,  ERROR_LIMIT=T,          warm,        true,  FAIL,         error limit: canary
          10,  SLOW_LIMIT=T,           warm,        true,  FAIL,         latency limit: canary
          10,  SLOW_LIMIT=T,           new,         true,  INCONCLUSIVE, over the limit
          10,  LATENCY=T,              beside new,  true,  INCONCLUSIVE, over the limit
          100, ERROR_LIMIT=T,          beside warm, true,  FAIL,         error limit: canary
          100, ERROR_LIMIT=T,          beside warm, false, FAIL,         error limit: canary
          10,  ERROR_LIMIT=T ERRORS=8, beside warm, false, INCONCLUSIVE, no requests in the last minute
          10,  ERROR_LIMIT=T ERRORS=8, beside warm, true,  FAIL,         error limit: canary
          100, SLOW_LIMIT=T,           beside warm, true,  FAIL,         latency limit: canary
          100, ERRORS=T ERROR_LIMIT=T, beside new,  true,  FAIL,         errors: canary
          """)
  void aLookAtAStep(
      int weight, String odds, String words, boolean served, Verdict verdict, String reason) {
    JudgeResult result =
        JUDGE.judgeFixedPlan(state(weight, odds, words), NOW, minute(served), new Weight(weight));

    assertThat(result.reason()).contains(reason);
    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.decision())
        .isEqualTo(verdict == Verdict.FAIL ? Decision.ROLL_BACK : Decision.KEEP_BAKING);
    assertThat(result.weight())
        .isEqualTo(verdict == Verdict.FAIL ? Weight.NONE : new Weight(weight));
  }

  @Test
  void whatOnlyALimitSaidOfNewContainersIsForgotten() {
    JudgeState state = state(100, "SLOW_LIMIT=T ERRORS=1.5", "beside new");
    JudgeState after = JUDGE.judgePaced(state, NOW, minute(false)).state();

    assertThat(after.weight()).isEqualTo(Weight.ALL);
    assertThat(JUDGE.judgeFixedPlan(state, NOW, minute(false), Weight.ALL).state().numbers())
        .isEqualTo(after.numbers());
    assertThat(after.evidence().log(TestKind.SLOW_LIMIT)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(after.evidence().log(TestKind.ERRORS)).isEqualTo(Math.log(1.5));
    assertThat(after.warmUp().isDoubted()).isTrue();
  }

  /** What is excused of new containers is no health, with requests in the minute or without. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void newContainersThatAreOverALimitDoNotPass(boolean served) {
    JudgeState state = state(100, "SLOW_LIMIT=T", "beside new");

    assertThat(JUDGE.judgePaced(state, NOW, minute(served)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  /** Minutes after a step back: eleven are for the comparison. */
  @ParameterizedTest
  @CsvSource({
    "11, INCONCLUSIVE, comparing with the baseline after sudden errors",
    "12, PASS, the plan sets the weight"
  })
  void aStepDoesNotPassWhileErrorsAreComparedAfresh(int minutes, Verdict verdict, String reason) {
    JudgeState state = JudgedStates.steppedBack(state(10, "", "beside warm"), NOW - minutes);
    JudgeResult result = JUDGE.judgeFixedPlan(state, NOW, minute(true), new Weight(10));

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.reason()).endsWith("; " + reason);
  }

  @ParameterizedTest(name = "{0}: a paced weight may rise {1}, a step may pass {2}")
  @CsvSource({
    "ERRORS=1.9, true, true",
    "ERRORS=2, false, true",
    "TAIL=9.9, false, true",
    "TAIL=10, false, false"
  })
  void aStepNeedsMoreDoubtThanARiseOfTheWeight(String odds, boolean rise, boolean pass) {
    JudgeState state = state(10, odds, "beside warm");

    assertThat(JUDGE.isCalm(state, true)).isEqualTo(rise);
    assertThat(JUDGE.isCalm(state, false)).isEqualTo(pass);
  }

  @Test
  void nothingIsCalmWhileTheBaselineFails() {
    RecentBaseline failing =
        RecentBaseline.NOTHING.plus(JudgedStates.usual(540, 60)).plus(JudgedStates.usual(540, 60));
    JudgeState state = JudgedStates.with(state(10, "", "beside warm"), failing);

    assertThat(JUDGE.isCalm(state, true)).isFalse();
    JudgeResult result = JUDGE.judgePaced(state, NOW, minute(true));
    assertThat(result.reason()).endsWith("; the baseline fails more than usual");
    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  /** Counts that came late can prove a fault without a new minute; a limit alone cannot. */
  @ParameterizedTest(name = "{1} at {0} %, {2}: {3}")
  @CsvSource({
    "10, ERRORS=T,                   beside warm, true",
    "10, ERRORS=T,                   beside new,  true",
    "10, ERRORS=333,                 beside warm, false",
    "10, LATENCY=T,                  beside warm, true",
    "10, LATENCY=T,                  beside new,  false",
    "10, LATENCY=T ERRORS=T,         beside new,  true",
    "10, ERROR_LIMIT=T ERRORS=7.4,   beside warm, false",
    "10, SLOW_LIMIT=T,               beside warm, false",
    "10, SLOW_LIMIT=T ERROR_LIMIT=T, warm,        false",
    "0,  ERRORS=T,                   beside warm, false"
  })
  void lateCountsAreAFailureIfAComparisonSaysSo(
      int weight, String odds, String words, boolean fails) {
    assertThat(JUDGE.failure(state(weight, odds, words)).map(JudgeResult::verdict).orElse(null))
        .isEqualTo(fails ? Verdict.FAIL : null);
  }

  /** Six calm minutes with 300 requests, and then errors in one minute of a twentieth. */
  private static JudgeState sudden(int weight) {
    ErrorOnset onset = new ErrorOnset(1, 60, 3, 3, 6, 300, 0);
    return JudgedStates.with(state(weight, "ERRORS=T", "beside warm"), onset);
  }

  @Test
  void suddenErrorsAreComparedAfreshFirst() {
    JudgeResult paced = JUDGE.judgePaced(sudden(50), NOW, minute(true));
    assertThat(paced.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(paced.reason())
        .contains("; errors came suddenly, as from one client or container, so the weight drops to")
        .endsWith(paced.weight().percent() + " to compare");
    assertThat(paced.weight()).isLessThan(new Weight(50));
    assertThat(paced.state().evidence().log(TestKind.ERRORS)).isEqualTo(Double.NEGATIVE_INFINITY);

    JudgeResult step = JUDGE.judgeFixedPlan(sudden(50), NOW, minute(true), new Weight(50));
    assertThat(step.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(step.weight()).isEqualTo(new Weight(50));
    assertThat(step.reason())
        .endsWith(
            "; errors came suddenly, as from one client or container, so the comparison starts"
                + " afresh");
    assertThat(JUDGE.failure(sudden(50))).isEmpty();
  }

  @Test
  void suddenErrorsOfProbesAreTheVersions() {
    assertThat(JUDGE.forProbes().judgePaced(sudden(50), NOW, minute(true)).decision())
        .isEqualTo(Decision.ROLL_BACK);
    assertThat(JUDGE.forProbes().failure(sudden(50))).isPresent();
  }

  @Test
  void errorsThatCameBackDuringTheComparisonAreTheVersions() {
    JudgeState compared = JudgedStates.steppedBack(sudden(50), NOW - 5);

    assertThat(JUDGE.judgePaced(compared, NOW, minute(true)).decision())
        .isEqualTo(Decision.ROLL_BACK);
  }

  @Test
  void theCountsSoFarAreToldOnceTheCanaryHasSome() {
    assertThat(JUDGE.soFarText(state(10, "TAIL=3", "beside warm")))
        .isEqualTo(
            "; so far slowest requests: canary 10 of 1,000 (1 %) over usual p99, baseline 90 of"
                + " 9,000 (1 %) over usual p99, evidence 3:1");
    assertThat(JUDGE.soFarText(JUDGE.start(new BaselineHistory(List.of())))).isEmpty();
  }
}
