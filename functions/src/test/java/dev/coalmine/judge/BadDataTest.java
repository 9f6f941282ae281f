package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Decision;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge accepts any numbers. */
class BadDataTest {
  private static final double[] ODD = {
    0,
    -1,
    .5,
    1,
    7,
    1e3,
    0x1p53,
    0x1p60,
    1e300,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -0.0
  };
  private static final Judge JUDGE =
      new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL);

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void anyNumbersGiveAResultWithoutNaN(long seed) {
    Random random = new Random(seed);
    for (int release = 0; release < 150; release++) {
      Judge judge =
          new Judge(
              random.nextBoolean() ? JudgeProfile.PACED : JudgeProfile.THOROUGH,
              random.nextBoolean() ? WeightLadder.DEFAULT : WeightLadder.of(random.nextInt(120)),
              new MetricScope(random.nextBoolean(), random.nextBoolean()));
      JudgeState state = judge.start(history(random));
      for (int now = 2; now < 40; now++) {
        long minute = random.nextInt(10) == 0 ? random.nextLong() : now - 2;
        Observation seen = new Observation(minute, side(random), side(random));
        state =
            random.nextInt(4) == 0
                ? judge
                    .judgeFixedPlan(state, now, seen, new Weight(1 + random.nextInt(100)))
                    .state()
                : judge.judgePaced(state, random.nextInt(20) == 0 ? minute : now, seen).state();
        assertThat(
                Arrays.stream(JudgeState.of(state.numbers()).numbers()).allMatch(Double::isFinite))
            .isTrue();
        for (TestKind signal : TestKind.values()) {
          assertThat(state.evidence().log(signal)).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
        }
        assertThat(state.rate()).isBetween(0.0, 0x1p55);
      }
    }
  }

  private static BaselineHistory history(Random random) {
    return new BaselineHistory(
        Stream.generate(
                () ->
                    new RequestCounts(
                        odd(random), odd(random), odd(random), ThresholdCounts.ofP90(odd(random))))
            .limit(random.nextInt(20))
            .toList());
  }

  private static RequestCounts side(Random random) {
    return new RequestCounts(odd(random), odd(random), odd(random), above(random));
  }

  private static ThresholdCounts above(Random random) {
    return new ThresholdCounts(odd(random), odd(random), odd(random), odd(random), odd(random));
  }

  private static double odd(Random random) {
    return random.nextBoolean() ? random.nextInt(100) : ODD[random.nextInt(ODD.length)];
  }

  @Test
  void impossibleCountsAreBounded() {
    assertThat(bounded(10, 12, 20, new ThresholdCounts(30, -1, 5, 4, 3)))
        .isEqualTo(new RequestCounts(10, 10, 20, new ThresholdCounts(20, 0, 0, 0, 0)));
    assertThat(bounded(Double.NaN, 3, 5, ThresholdCounts.NONE))
        .isEqualTo(new RequestCounts(0, 0, 5, ThresholdCounts.NONE));
    assertThat(bounded(1e300, 0, 0, ThresholdCounts.NONE).requests()).isEqualTo(0x1p53);
  }

  @Test
  void durationsWithoutAllThresholdsAreNotCounted() {
    ThresholdCounts partly = new ThresholdCounts(70, 50, 25, 10, Double.NaN);
    assertThat(bounded(100, 0, 100, partly).durations()).isZero();
  }

  private static RequestCounts bounded(
      double requests, double errors, double durations, ThresholdCounts above) {
    RequestCounts counts = new RequestCounts(requests, errors, durations, above);
    return new Observation(0, counts, RequestCounts.NONE).canary();
  }

  @Test
  void nothingMeasuredIsInconclusive() {
    JudgeState state = JUDGE.start(new SyntheticTraffic(1, 50, .01, 0, 1).history());
    for (int now = 2; now < 100; now++) {
      JudgeResult ruling =
          JUDGE.judgePaced(
              state, now, new Observation(now - 2, RequestCounts.NONE, RequestCounts.NONE));
      assertThat(ruling.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(ruling.decision()).isNotIn(Decision.PROMOTE, Decision.ROLL_BACK);
      state = ruling.state();
    }
    assertThat(JUDGE.judgePaced(state, 100, null)).isEqualTo(JUDGE.judgeWithoutData(state));
    assertThat(JUDGE.judgeWithoutData(state).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void countedMinuteChangesNothing() {
    SyntheticTraffic traffic = new SyntheticTraffic(5, 50, .01, 0, 1);
    JudgeState state = JUDGE.start(traffic.history());
    for (int now = 2; now < 30; now++) {
      state =
          JUDGE.judgePaced(state, now, traffic.minute(now - 2, state.weight().percent())).state();
      RequestCounts failing = new RequestCounts(1000, 1000, 0, ThresholdCounts.NONE);
      for (int minute : new int[] {now - 2, now - 3, -7}) {
        JudgeResult again =
            JUDGE.judgePaced(state, now, new Observation(minute, failing, RequestCounts.NONE));
        assertThat(again.state()).isSameAs(state);
        assertThat(again.decision()).isEqualTo(Decision.KEEP_BAKING);
      }
    }
  }

  @Test
  void futureMinuteChangesNothing() {
    JudgeState state = JUDGE.start(new SyntheticTraffic(5, 50, .01, 0, 1).history());
    Observation future = new Observation(Long.MAX_VALUE, RequestCounts.NONE, RequestCounts.NONE);
    assertThat(JUDGE.judgePaced(state, 2, future).state()).isSameAs(state);
  }

  @Test
  void withoutHistoryTheReleaseStartsAtTheLowestWeight() {
    assertThat(JUDGE.start(new BaselineHistory(List.of())).weight()).isEqualTo(new Weight(1));
  }

  @Test
  void shortHistoryCountsAsManyMinutesAsItHas() {
    List<RequestCounts> three = List.of(minute(1000), minute(1000), minute(1000));
    List<RequestCounts> many = Stream.generate(() -> minute(1000)).limit(60).toList();
    assertThat(JUDGE.start(new BaselineHistory(three)).weight())
        .isEqualTo(JUDGE.start(new BaselineHistory(many)).weight());
  }

  private static RequestCounts minute(double requests) {
    return new RequestCounts(requests, 0, requests, ThresholdCounts.NONE);
  }
}
