package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
}
