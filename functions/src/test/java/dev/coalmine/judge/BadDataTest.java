package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a monitor sends, the judge answers. */
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
  private static final Judge JUDGE = new Judge(Profile.PACED, Grid.DEFAULT, Scope.BOTH);

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void anyNumbersAreAnsweredAndNoneBecomesNaN(long seed) {
    Random random = new Random(seed);
    for (int release = 0; release < 150; release++) {
      Judge judge =
          new Judge(
              random.nextBoolean() ? Profile.PACED : Profile.THOROUGH,
              random.nextBoolean() ? Grid.DEFAULT : Grid.of(random.nextInt(120)),
              new Scope(random.nextBoolean(), random.nextBoolean()));
      State state = judge.start(history(random));
      for (int now = 2; now < 40; now++) {
        long minute = random.nextInt(10) == 0 ? random.nextLong() : now - 2;
        Observation seen = new Observation(minute, side(random), side(random));
        state =
            random.nextInt(4) == 0
                ? judge.test(state, now, seen, new Weight(1 + random.nextInt(100))).state()
                : judge.look(state, random.nextInt(20) == 0 ? minute : now, seen).state();
        assertThat(Arrays.stream(State.of(state.numbers()).numbers()).allMatch(Double::isFinite))
            .isTrue();
        for (Signal signal : Signal.values()) {
          assertThat(state.evidence().log(signal)).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
        }
        assertThat(state.rate()).isBetween(0.0, 0x1p55);
      }
    }
  }

  private static History history(Random random) {
    return new History(
        Stream.generate(() -> new Minute(odd(random), odd(random), odd(random), odd(random)))
            .limit(random.nextInt(20))
            .toList());
  }

  private static Side side(Random random) {
    return new Side(odd(random), odd(random), odd(random), above(random));
  }

  private static Above above(Random random) {
    return new Above(odd(random), odd(random), odd(random), odd(random), odd(random));
  }

  private static double odd(Random random) {
    return random.nextBoolean() ? random.nextInt(100) : ODD[random.nextInt(ODD.length)];
  }

  @Test
  void impossibleCountsAreMended() {
    Side side = new Side(10, 12, 20, new Above(30, -1, 5, 4, 3));
    assertThat(side).isEqualTo(new Side(10, 10, 20, new Above(20, 0, 0, 0, 0)));
    assertThat(new Side(Double.NaN, 3, 5, Above.NONE)).isEqualTo(new Side(0, 0, 5, Above.NONE));
    assertThat(new Side(1e300, 0, 0, Above.NONE).requests()).isEqualTo(0x1p53);
  }

  @Test
  void durationsWithoutAllThresholdsAreNotHealth() {
    Above partly = new Above(70, 50, 25, 10, Double.NaN);
    assertThat(new Side(100, 0, 100, partly).durations()).isZero();
    assertThat(new Side(100, 0, 100, null).durations()).isZero();
  }

  @Test
  void nothingMeasuredIsInconclusive() {
    State state = JUDGE.start(new Traffic(1, 50, .01, 0, 1).history());
    for (int now = 2; now < 100; now++) {
      Ruling ruling = JUDGE.look(state, now, new Observation(now - 2, Side.NOTHING, Side.NOTHING));
      assertThat(ruling.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(ruling.decision()).isNotIn(Decision.PROMOTE, Decision.ROLL_BACK);
      state = ruling.state();
    }
    assertThat(JUDGE.look(state, 100, null)).isEqualTo(JUDGE.blind(state));
    assertThat(JUDGE.blind(state).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void minuteThatWasCountedChangesNothing() {
    Traffic traffic = new Traffic(5, 50, .01, 0, 1);
    State state = JUDGE.start(traffic.history());
    for (int now = 2; now < 30; now++) {
      state = JUDGE.look(state, now, traffic.minute(now - 2, state.weight().percent())).state();
      Side failing = new Side(1000, 1000, 0, Above.NONE);
      for (int minute : new int[] {now - 2, now - 3, -7}) {
        Ruling again = JUDGE.look(state, now, new Observation(minute, failing, Side.NOTHING));
        assertThat(again.state()).isSameAs(state);
        assertThat(again.decision()).isEqualTo(Decision.KEEP_BAKING);
      }
    }
  }

  @Test
  void minuteThatHasNotBeenYetChangesNothing() {
    State state = JUDGE.start(new Traffic(5, 50, .01, 0, 1).history());
    Observation future = new Observation(Long.MAX_VALUE, Side.NOTHING, Side.NOTHING);
    assertThat(JUDGE.look(state, 2, future).state()).isSameAs(state);
  }

  @Test
  void withoutHistoryTheReleaseStartsAtTheLowestWeight() {
    assertThat(JUDGE.start(new History(List.of())).weight()).isEqualTo(new Weight(1));
  }

  @Test
  void shortHistoryCountsAsManyMinutesAsItHas() {
    List<Minute> three = List.of(minute(1000), minute(1000), minute(1000));
    List<Minute> many = Stream.generate(() -> minute(1000)).limit(60).toList();
    assertThat(JUDGE.start(new History(three)).weight())
        .isEqualTo(JUDGE.start(new History(many)).weight());
  }

  private static Minute minute(double requests) {
    return new Minute(requests, 0, requests, 0);
  }
}
