package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

class JudgeStateTest {
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "1, PACED, 5, .001, 0, 1",
    "2, PACED, 50, .02, 0, 1",
    "3, PACED, 50, .001, .01, 1",
    "4, PACED, 10000, .001, 0, 1",
    "5, THOROUGH, 50, .02, 0, 1.1",
    "6, THOROUGH, 10000, .001, .0002, 1",
    "7, THOROUGH, 5, .3, 0, 1",
    "8, PACED, 300, .01, .02, 1.2"
  })
  void decisionsAreTheSameAfterWritingAndReadingTheState(
      long seed, JudgeProfile profile, double rate, double errors, double fault, double slowness) {
    Judge judge = new Judge(profile, WeightLadder.DEFAULT, MetricScope.ALL);
    for (int release = 0; release < 20; release++) {
      SyntheticTraffic traffic =
          new SyntheticTraffic(100 * seed + release, rate, errors, fault, slowness);
      JudgeState kept = judge.start(traffic.history());
      JudgeState travelled = kept;
      for (int now = 2; now < 120; now++) {
        Observation seen = traffic.minute(now - 2, kept.weight().percent());
        JudgeResult here = judge.judgePaced(kept, now, seen);
        JudgeResult there = judge.judgePaced(JudgeState.of(travelled.numbers()), now, seen);
        assertThat(there.weight()).isEqualTo(here.weight());
        assertThat(there.decision()).isEqualTo(here.decision());
        assertThat(there.verdict()).isEqualTo(here.verdict());
        kept = here.state();
        travelled = there.state();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"5", "50", "10000", "1234567"})
  void stateStaysUnder8KiBOfJson(double rate) {
    Judge judge = new Judge(JudgeProfile.THOROUGH, WeightLadder.DEFAULT, MetricScope.ALL);
    SyntheticTraffic traffic = new SyntheticTraffic(1, rate, .01, 0, 1);
    JudgeState state = judge.start(traffic.history());
    for (int now = 2; now < 202; now++) {
      state =
          judge.judgePaced(state, now, traffic.minute(now - 2, state.weight().percent())).state();
      assertThat(json(state.numbers()).length).isLessThan(8 << 10);
    }
    assertThat(state.progress().canaryMinutes()).isGreaterThan(150);
  }

  @Test
  void numbersAreFiniteAndSurviveJson() throws Exception {
    JudgeState fresh =
        new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL)
            .start(new BaselineHistory(List.of()));
    double[] numbers = fresh.numbers();
    assertThat(Arrays.stream(numbers).allMatch(Double::isFinite)).isTrue();
    double[] read = JSON.std.beanFrom(double[].class, json(numbers));
    assertThat(JudgeState.of(read).evidence().log(TestKind.ERRORS))
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(JudgeState.of(read).numbers()).isEqualTo(numbers);
  }

  @Test
  void otherNumbersAreRefused() {
    assertThatThrownBy(() -> JudgeState.of(7, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot read the judge's state: its format is 7.0, expected 2");
    assertThatThrownBy(() -> JudgeState.of(2, .5, .5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot read the judge's state: it ends after 3 numbers");
  }

  @Test
  void weightCanBeSetFromOutside() {
    JudgeState state =
        new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL)
            .start(new SyntheticTraffic(1, 100, 0, 0, 1).history());
    assertThat(state.withWeight(new Weight(7)).weight()).isEqualTo(new Weight(7));
    assertThat(state.withWeight(new Weight(7)).expectedRequests()).isBetween(6.0, 8.0);
  }

  private static byte[] json(double[] numbers) {
    return JSON.std.asString(numbers).getBytes(StandardCharsets.UTF_8);
  }
}
