package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTextTest {
  private static final Judge JUDGE =
      new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL);
  private static final RequestCounts USUAL =
      new RequestCounts(1100, 1, 1100, ThresholdCounts.ofP90(110));

  private static JudgeState start() {
    return JUDGE.start(new BaselineHistory(Stream.generate(() -> USUAL).limit(60).toList()));
  }

  private static RequestCounts side(double requests, double errors) {
    double n = requests;
    return new RequestCounts(
        n, errors, n, new ThresholdCounts(.7 * n, .5 * n, .25 * n, .1 * n, .01 * n));
  }

  @Test
  void rollbackNamesTestCountsRatesEvidenceAndWeight() {
    JudgeState state = start().withWeight(new Weight(10));
    Observation seen = new Observation(0, side(1204, 31), side(10_811, 9));
    assertThat(JUDGE.judgePaced(state, 2, seen).reason())
        .startsWith("errors: canary 31 of 1,204 (2.6 %), baseline 9 of 10,811 (0.083 %), evidence ")
        .endsWith(", at weight 10");
  }

  @Test
  void countsAreThoseOfTheWholeRelease() {
    JudgeState state = start().withWeight(new Weight(10));
    state = JUDGE.judgePaced(state, 2, new Observation(0, side(100, 0), side(900, 1))).state();
    JudgeResult ruling = JUDGE.judgePaced(state, 3, new Observation(1, side(100, 1), side(900, 0)));
    assertThat(ruling.reason())
        .contains("canary 1 of 200 (0.5 %), baseline 1 of 1,800 (0.056 %), evidence ");
  }

  @Test
  void lookWithoutNewMinuteHasAReason() {
    assertThat(JUDGE.judgeWithoutData(start()).reason())
        .isEqualTo("no new complete minute, at weight 1");
  }

  /** A canary at 50 % that has no request yet, after a history with these. */
  private static JudgeState waiting(double requests, double busyShare) {
    JudgeState state = JudgedStates.at(50, "");
    return new JudgeState(
        new HistoricalRates(.001, .1, 1, requests, busyShare),
        state.rate(),
        state.recent(),
        state.evidence(),
        state.decayingCanary(),
        state.decayingBaseline(),
        state.promotionEvidence(),
        RequestCounts.NONE,
        RequestCounts.NONE,
        PacingProgress.initial(50),
        state.warmUp(),
        state.onset());
  }

  @ParameterizedTest(name = "{0} requests a minute, {1} of the minutes busy: {2}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          .45, 1,    -
          .4,  1,    0.4 requests a minute that takes about 2 h
          10,  .01,  10 requests a minute that takes about 5 h
          .02, 1,    0.02 requests a minute that takes about 33 h
          .01, 1,    0.01 requests a minute that takes about two days or more
          0,   0,    -
          """)
  void aLongWaitForDataIsSaidBeforehand(double requests, double busyShare, String text) {
    assertThat(ReasonText.outlook(waiting(requests, busyShare)))
        .isEqualTo(
            text == null
                ? ""
                : "; at "
                    + text
                    + "; a probe, more requests, a longer maxDuration or whenInconclusive decide"
                    + " sooner");
    assertThat(ReasonText.of(waiting(requests, busyShare), TestKind.ERRORS))
        .isEqualTo("no requests counted yet");
  }

  @Test
  void resultsAreEqualIfTheyDecideTheSameForTheSameReason() {
    JudgeState state = start();

    assertThat(JUDGE.judgeWithoutData(state)).isEqualTo(JUDGE.judgeWithoutData(state));
    assertThat(JUDGE.judgeWithoutData(state)).hasSameHashCodeAs(JUDGE.judgeWithoutData(state));
    assertThat(JUDGE.judgeWithoutData(state))
        .isNotEqualTo(JUDGE.judgePaced(state, 2, new Observation(0, side(10, 0), side(90, 0))));
  }
}
