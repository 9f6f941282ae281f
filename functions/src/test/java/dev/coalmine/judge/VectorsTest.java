package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** The judge gives the reference's numbers. */
class VectorsTest {
  private static final Offset<Double> CLOSE = within(1e-9);
  private static final Map<?, ?> VECTORS = Vectors.read();

  private static Stream<Arguments> rows(String name) {
    Map<?, ?> primitives = (Map<?, ?>) VECTORS.get("primitives");
    return Vectors.list(primitives, name).stream()
        .map(row -> (Map<?, ?>) row)
        .map(row -> Arguments.of(row.get("in"), row.get("out")));
  }

  static Stream<Arguments> ratios() {
    return rows("ratio_loglr");
  }

  @ParameterizedTest
  @MethodSource("ratios")
  void ratioIsTheReferences(Object in, Object out) {
    double[] a = Vectors.numbers(in);
    assertThat(LogLikelihood.ratio(a[0], a[1], a[2], a[3], a[4], a[5], a[6]))
        .isCloseTo(Vectors.number(out), CLOSE);
  }

  static Stream<Arguments> limits() {
    return rows("limit_loglr");
  }

  @ParameterizedTest
  @MethodSource("limits")
  void limitIsTheReferences(Object in, Object out) {
    double[] a = Vectors.numbers(in);
    assertThat(LogLikelihood.limit(a[0], a[1], a[2], a[3], a[4]))
        .isCloseTo(Vectors.number(out), CLOSE);
  }

  static Stream<Arguments> ranks() {
    return rows("rank_loglr");
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void rankIsTheReferences(Object in, Object out) {
    double[] a = Vectors.numbers(in);
    RankScore canary = new RankScore(a[0], a[1]);
    RankScore baseline = new RankScore(a[3], a[4]);
    assertThat(LogLikelihood.rank(canary, a[2], baseline, a[5], a[6], a[7], a[8], a[9]))
        .isCloseTo(Vectors.number(out), CLOSE);
  }

  static Stream<Arguments> scores() {
    return rows("scores");
  }

  @ParameterizedTest
  @MethodSource("scores")
  void scoreIsTheReferences(List<?> in, Object out) {
    double durations = Vectors.number(in.get(0));
    RankScore score = RankScore.of(side(durations, in.get(1)));
    assertThat(score.sum()).isCloseTo(Vectors.numbers(out)[0], CLOSE);
    assertThat(score.spread()).isCloseTo(Vectors.numbers(out)[1], CLOSE);
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
    assertThat(Ramp.upper(in)).isCloseTo(out, CLOSE);
  }

  @Test
  void mixtureOfErrorRatiosIsTheReferences() {
    Mixture mixture = Mixture.of(5);
    for (Map<?, ?> row : mixtureRows("mixture_err")) {
      double[] a = Vectors.numbers(row.get("in"));
      mixture =
          mixture.times(
              Arrays.stream(new double[] {2, 4, 12, 50, 400})
                  .map(odds -> LogLikelihood.ratio(a[0], a[1], a[2], a[3], 1.2, odds, .03))
                  .toArray());
      assertThat(mixture.log()).isCloseTo(Vectors.number(row.get("logE")), CLOSE);
    }
  }

  @Test
  void mixtureOfRankBetsIsTheReferences() {
    Mixture mixture = Mixture.of(2);
    for (Map<?, ?> row : mixtureRows("mixture_rank")) {
      List<?> in = Vectors.list(row, "in");
      Side c = side(Vectors.number(in.get(0)), in.get(1));
      Side b = side(Vectors.number(in.get(2)), in.get(3));
      mixture = mixture.times(rank(c, b, .6), rank(c, b, 1.2));
      assertThat(mixture.log()).isCloseTo(Vectors.number(row.get("logE")), CLOSE);
    }
  }

  private static double rank(Side c, Side b, double bet) {
    return LogLikelihood.rank(
        RankScore.of(c), c.durations(), RankScore.of(b), b.durations(), .025, bet, 1.2, .004);
  }

  private static List<Map<?, ?>> mixtureRows(String name) {
    List<Map<?, ?>> rows = new ArrayList<>();
    Vectors.list((Map<?, ?>) VECTORS.get("primitives"), name)
        .forEach(row -> rows.add((Map<?, ?>) row));
    return rows;
  }

  private static Side side(double durations, Object above) {
    return new Side(durations, 0, durations, Vectors.above(Vectors.numbers(above), 0));
  }

  static Stream<Arguments> runs() {
    return Vectors.list(VECTORS, "runs").stream()
        .map(run -> (Map<?, ?>) run)
        .map(
            run ->
                Arguments.of(
                    run.get("profile") + ", " + run.get("history"), run.get("fault"), run));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void wholeReleaseIsTheReferences(String name, String fault, Map<?, ?> run) {
    Judge judge = judge(run);
    State state = judge.start(history(run));
    assertThat(state.weight().percent()).isEqualTo(run.get("firstWeight"));
    for (Object each : Vectors.list(run, "ticks")) {
      Map<?, ?> tick = (Map<?, ?>) each;
      Ruling ruling = look(judge, state, tick);
      state = ruling.state();
      assertThat(state.weight().percent()).as("at %s", tick.get("t")).isEqualTo(tick.get("weight"));
      evidenceIsTheReferences(state, tick);
    }
  }

  private static void evidenceIsTheReferences(State state, Map<?, ?> tick) {
    boolean bounced = tick.get("t").equals((int) state.progress().bounced());
    Map<?, ?> logs = (Map<?, ?>) tick.get("logE");
    for (Signal signal : Signal.values()) {
      // A bounce restarts the limits after the reference has taken down their evidence.
      if (!(bounced && signal.isLimit())) {
        double expected = Vectors.number(logs.get(key(signal)));
        assertThat(state.evidence().log(signal))
            .as("%s at %s", signal, tick.get("t"))
            .satisfiesAnyOf(
                log -> assertThat(log).isEqualTo(expected),
                log -> assertThat(log).isCloseTo(expected, CLOSE));
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void wholeReleaseIsTheSameWhenItsStateTravels(String name, String fault, Map<?, ?> run) {
    Judge judge = judge(run);
    State kept = judge.start(history(run));
    State travelled = kept;
    for (Object each : Vectors.list(run, "ticks")) {
      Ruling here = look(judge, kept, (Map<?, ?>) each);
      Ruling there = look(judge, State.of(travelled.numbers()), (Map<?, ?>) each);
      assertThat(there.decision()).isEqualTo(here.decision());
      assertThat(there.verdict()).isEqualTo(here.verdict());
      assertThat(there.weight()).isEqualTo(here.weight());
      kept = here.state();
      travelled = there.state();
    }
  }

  private static Judge judge(Map<?, ?> run) {
    boolean thorough = run.get("profile").equals("thorough");
    return new Judge(thorough ? Profile.THOROUGH : Profile.PACED, Grid.DEFAULT, Scope.BOTH);
  }

  private static History history(Map<?, ?> run) {
    List<?> two = Vectors.list(run, "historyMinute");
    return new History(
        Stream.iterate(0, i -> i + 1)
            .limit(60)
            .map(i -> Vectors.numbers(two.get(i % 2)))
            .map(a -> new Minute(a[0], a[1], a[2], a[3]))
            .toList());
  }

  private static Ruling look(Judge judge, State state, Map<?, ?> tick) {
    double[] seen = Vectors.numbers(tick.get("obs"));
    long now = (long) Vectors.number(tick.get("t"));
    return judge.look(
        state, now, new Observation(now - 2, Vectors.side(seen, 0), Vectors.side(seen, 8)));
  }

  private static String key(Signal signal) {
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
