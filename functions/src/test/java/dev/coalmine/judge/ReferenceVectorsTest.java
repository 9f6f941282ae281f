package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge computes the same numbers as the reference implementation, to 1e-9. */
class ReferenceVectorsTest {
  private static final Offset<Double> CLOSE = within(1e-9);
  private static final Map<?, ?> VECTORS = ReferenceVectors.read();

  private static Stream<Arguments> rows(String name) {
    Map<?, ?> primitives = (Map<?, ?>) VECTORS.get("primitives");
    return ReferenceVectors.list(primitives, name).stream()
        .map(row -> (Map<?, ?>) row)
        .map(row -> Arguments.of(row.get("in"), row.get("out")));
  }

  static Stream<Arguments> ratios() {
    return rows("ratio_loglr");
  }

  @ParameterizedTest
  @MethodSource("ratios")
  void ratioIsTheReferences(Object in, Object out) {
    double[] a = ReferenceVectors.numbers(in);
    assertThat(LogLikelihood.ratio(a[0], a[1], a[2], a[3], a[4], a[5], a[6]))
        .isCloseTo(ReferenceVectors.number(out), CLOSE);
  }

  static Stream<Arguments> limits() {
    return rows("limit_loglr");
  }

  @ParameterizedTest
  @MethodSource("limits")
  void limitIsTheReferences(Object in, Object out) {
    double[] a = ReferenceVectors.numbers(in);
    assertThat(LogLikelihood.limit(a[0], a[1], a[2], a[3], a[4]))
        .isCloseTo(ReferenceVectors.number(out), CLOSE);
  }

  static Stream<Arguments> ranks() {
    return rows("rank_loglr");
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void rankIsTheReferences(Object in, Object out) {
    double[] a = ReferenceVectors.numbers(in);
    RankScore canary = new RankScore(a[0], a[1]);
    RankScore baseline = new RankScore(a[3], a[4]);
    assertThat(LogLikelihood.rank(canary, a[2], baseline, a[5], a[6], a[7], a[8], a[9]))
        .isCloseTo(ReferenceVectors.number(out), CLOSE);
  }

  static Stream<Arguments> scores() {
    return rows("scores");
  }

  @ParameterizedTest
  @MethodSource("scores")
  void scoreIsTheReferences(List<?> in, Object out) {
    double durations = ReferenceVectors.number(in.get(0));
    RankScore score = RankScore.of(side(durations, in.get(1)));
    assertThat(score.sum()).isCloseTo(ReferenceVectors.numbers(out)[0], CLOSE);
    assertThat(score.spread()).isCloseTo(ReferenceVectors.numbers(out)[1], CLOSE);
  }

  static Stream<Arguments> taxes() {
    return rows("psi_e");
  }

  @ParameterizedTest
  @MethodSource("taxes")
  void taxIsTheReferences(double in, double out) {
    assertThat(LogLikelihood.tax(in)).isCloseTo(out, CLOSE);
  }

  static Stream<Arguments> uppers() {
    return rows("upper_count");
  }

  @ParameterizedTest
  @MethodSource("uppers")
  void upperBoundIsTheReferences(double in, double out) {
    assertThat(RiskBudget.upper(in)).isCloseTo(out, CLOSE);
  }

  @Test
  void mixtureOfErrorRatiosIsTheReferences() {
    Mixture mixture = Mixture.of(5);
    for (Map<?, ?> row : mixtureRows("mixture_err")) {
      double[] a = ReferenceVectors.numbers(row.get("in"));
      mixture =
          mixture.times(
              Arrays.stream(new double[] {2, 4, 12, 50, 400})
                  .map(odds -> LogLikelihood.ratio(a[0], a[1], a[2], a[3], 1.2, odds, .03))
                  .toArray());
      assertThat(mixture.log()).isCloseTo(ReferenceVectors.number(row.get("logE")), CLOSE);
    }
  }

  @Test
  void mixtureOfRankBetsIsTheReferences() {
    Mixture mixture = Mixture.of(2);
    for (Map<?, ?> row : mixtureRows("mixture_rank")) {
      List<?> in = ReferenceVectors.list(row, "in");
      RequestCounts c = side(ReferenceVectors.number(in.get(0)), in.get(1));
      RequestCounts b = side(ReferenceVectors.number(in.get(2)), in.get(3));
      mixture = mixture.times(rank(c, b, .6), rank(c, b, 1.2));
      assertThat(mixture.log()).isCloseTo(ReferenceVectors.number(row.get("logE")), CLOSE);
    }
  }

  private static double rank(RequestCounts c, RequestCounts b, double bet) {
    return LogLikelihood.rank(
        RankScore.of(c), c.durations(), RankScore.of(b), b.durations(), .025, bet, 1.2, .004);
  }

  private static List<Map<?, ?>> mixtureRows(String name) {
    List<Map<?, ?>> rows = new ArrayList<>();
    ReferenceVectors.list((Map<?, ?>) VECTORS.get("primitives"), name)
        .forEach(row -> rows.add((Map<?, ?>) row));
    return rows;
  }

  private static RequestCounts side(double durations, Object above) {
    return new RequestCounts(
        durations, 0, durations, ReferenceVectors.above(ReferenceVectors.numbers(above), 0));
  }

  static Stream<Arguments> runs() {
    return ReferenceVectors.list(VECTORS, "runs").stream()
        .map(run -> (Map<?, ?>) run)
        .map(
            run ->
                Arguments.of(
                    run.get("profile") + ", " + run.get("history"), run.get("fault"), run));
  }

  /**
   * Slower canaries are excused longer than by the reference, which knows no warm-up by requests.
   */
  static Stream<Arguments> runsWithoutLatency() {
    return runs().filter(run -> !List.of("slower", "tail").contains(run.get()[1]));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runsWithoutLatency")
  void wholeReleaseIsTheReferences(String name, String fault, Map<?, ?> run) {
    Judge judge = judge(run);
    JudgeState state = judge.start(history(run));
    assertThat(state.weight().percent()).isEqualTo(run.get("firstWeight"));
    for (Object each : ReferenceVectors.list(run, "ticks")) {
      Map<?, ?> tick = (Map<?, ?>) each;
      JudgeResult ruling = look(judge, state, tick);
      state = ruling.state();
      if (state.progress().bounced() >= 0) {
        return; // after a step back, errors are compared afresh, which the reference does not do
      }
      assertThat(state.weight().percent()).as("at %s", tick.get("t")).isEqualTo(tick.get("weight"));
      evidenceIsTheReferences(state, tick);
    }
  }

  private static void evidenceIsTheReferences(JudgeState state, Map<?, ?> tick) {
    Map<?, ?> logs = (Map<?, ?>) tick.get("logE");
    for (TestKind signal : TestKind.values()) {
      double expected = ReferenceVectors.number(logs.get(key(signal)));
      assertThat(state.evidence().log(signal))
          .as("%s at %s", signal, tick.get("t"))
          .satisfiesAnyOf(
              log -> assertThat(log).isEqualTo(expected),
              log -> assertThat(log).isCloseTo(expected, CLOSE));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void wholeReleaseIsTheSameWhenItsStateTravels(String name, String fault, Map<?, ?> run) {
    Judge judge = judge(run);
    JudgeState kept = judge.start(history(run));
    JudgeState travelled = kept;
    for (Object each : ReferenceVectors.list(run, "ticks")) {
      JudgeResult here = look(judge, kept, (Map<?, ?>) each);
      JudgeResult there = look(judge, JudgeState.of(travelled.numbers()), (Map<?, ?>) each);
      assertThat(there.decision()).isEqualTo(here.decision());
      assertThat(there.verdict()).isEqualTo(here.verdict());
      assertThat(there.weight()).isEqualTo(here.weight());
      kept = here.state();
      travelled = there.state();
    }
  }

  private static Judge judge(Map<?, ?> run) {
    boolean thorough = run.get("profile").equals("thorough");
    return new Judge(
        thorough ? JudgeProfile.THOROUGH : JudgeProfile.PACED,
        WeightLadder.DEFAULT,
        MetricScope.ALL);
  }

  private static BaselineHistory history(Map<?, ?> run) {
    List<?> two = ReferenceVectors.list(run, "historyMinute");
    return new BaselineHistory(
        Stream.iterate(0, i -> i + 1)
            .limit(60)
            .map(i -> ReferenceVectors.numbers(two.get(i % 2)))
            .map(a -> new RequestCounts(a[0], a[1], a[2], ThresholdCounts.ofP90(a[3])))
            .toList());
  }

  private static JudgeResult look(Judge judge, JudgeState state, Map<?, ?> tick) {
    double[] seen = ReferenceVectors.numbers(tick.get("obs"));
    long now = (long) ReferenceVectors.number(tick.get("t"));
    return judge.judgePaced(
        state,
        now,
        new Observation(
            now - 2, ReferenceVectors.counts(seen, 0), ReferenceVectors.counts(seen, 8)));
  }

  private static String key(TestKind signal) {
    return switch (signal) {
      case ERRORS -> "err";
      case SLOW -> "slow";
      case LATENCY -> "rank";
      case TAIL -> "tail";
      case ERROR_LIMIT -> "err_limit";
      case SLOW_LIMIT -> "slow_limit";
    };
  }
}
