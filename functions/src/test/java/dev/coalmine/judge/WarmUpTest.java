package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Decision;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New containers are slower for a while, which is no fault of the version. */
class WarmUpTest {
  private static final Judge JUDGE =
      new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL);

  /**
   * Plays a release whose canary has a share of slow requests that depends on the requests it has
   * served.
   */
  private static List<JudgeResult> release(double rate, DoubleUnaryOperator slowShare) {
    return release(rate, "", slowShare);
  }

  private static List<JudgeResult> release(
      double rate, String runtime, DoubleUnaryOperator slowShare) {
    List<JudgeResult> results = new ArrayList<>();
    JudgeState state =
        JUDGE.start(
            new BaselineHistory(
                Stream.generate(() -> counts(rate, 0)).limit(60).toList(),
                RuntimeWarmUp.of(runtime)));
    List<Integer> weights = new ArrayList<>(List.of(state.weight().percent()));
    double served = 0;
    for (int now = 1; now < 100 && !state.isRolledBack(); now++) {
      if (now >= 2) {
        int weight = weights.get(now - 2);
        double canary = Math.rint(rate * weight / 100);
        Observation seen =
            new Observation(
                now - 2, counts(canary, slowShare.applyAsDouble(served)), counts(rate - canary, 0));
        served += canary;
        results.add(JUDGE.judgePaced(state, now, seen));
        state = results.get(results.size() - 1).state();
      }
      weights.add(state.weight().percent());
    }
    return results;
  }

  /** Requests of which a share is slower than p90 beside the usual ones. */
  private static RequestCounts counts(double n, double slow) {
    double usual = n * (1 - slow);
    double more = n * slow;
    return new RequestCounts(
        n,
        0,
        n,
        new ThresholdCounts(
            Math.rint(.7 * usual + more),
            Math.rint(.5 * usual + more),
            Math.rint(.25 * usual + more),
            Math.rint(.1 * usual + more),
            Math.rint(.01 * usual)));
  }

  @ParameterizedTest
  @CsvSource({"20, 60", "100, 100", "600, 100", "600, 200", "3000, 200"})
  void canaryThatGetsWarmIsPromoted(double rate, double calls) {
    List<JudgeResult> results = release(rate, served -> .8 * Math.exp(-served / calls));
    assertThat(results).noneMatch(result -> result.state().isRolledBack());
    assertThat(results.get(results.size() - 1).weight()).isEqualTo(Weight.ALL);
  }

  @ParameterizedTest
  @CsvSource({"20, .6", "100, .4", "600, .3", "3000, .3"})
  void canaryThatStaysSlowIsRolledBackAfterFewSlowRequests(double rate, double slow) {
    List<JudgeResult> results = release(rate, served -> slow);
    JudgeResult end = results.get(results.size() - 1);
    assertThat(end.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(end.state().canary().requests()).isLessThan(Math.max(900, 2.5 * rate));
  }

  @ParameterizedTest
  @CsvSource({
    "java8.al2, LONG",
    "java25, LONG",
    "dotnet10, LONG",
    "nodejs24.x, LONG",
    "python3.13, SHORT",
    "ruby3.4, SHORT",
    "provided.al2023, SHORT",
    "go1.x, SHORT",
    "'', LONG",
    "kotlin9, LONG"
  })
  void onlyRuntimesThatCompileWhileTheyRunAreExcused(String runtime, RuntimeWarmUp warmUp) {
    assertThat(RuntimeWarmUp.of(runtime)).isEqualTo(warmUp);
  }

  @ParameterizedTest
  @CsvSource({"20, .6", "100, .4", "600, .3", "3000, .3"})
  void slowVersionThatNeedsNoWarmUpIsRolledBackAfterFarFewerRequests(double rate, double slow) {
    List<JudgeResult> excused = release(rate, "java21", served -> slow);
    List<JudgeResult> plain = release(rate, "python3.13", served -> slow);
    JudgeState end = plain.get(plain.size() - 1).state();
    assertThat(end.isRolledBack()).isTrue();
    assertThat(end.canary().requests())
        .isLessThan(excused.get(excused.size() - 1).state().canary().requests() / 2);
  }

  @Test
  void runtimeIsKeptWithTheState() {
    JudgeState state = JUDGE.start(new BaselineHistory(List.of(), RuntimeWarmUp.of("python3.13")));
    assertThat(JudgeState.of(state.numbers()).warmUp().length()).isEqualTo(RuntimeWarmUp.SHORT);
  }

  @Test
  void reasonSaysWhatIsExcused() {
    assertThat(release(100, served -> .8 * Math.exp(-served / 100)))
        .extracting(JudgeResult::reason)
        .anyMatch(
            reason -> reason.matches(".*warming up: \\d+ of 400 requests of new containers.*"));
  }

  @Test
  void fixedPlanExcusesWarmUpToo() {
    JudgeState state =
        JUDGE.start(new BaselineHistory(Stream.generate(() -> counts(600, 0)).limit(60).toList()));
    double served = 0;
    for (int minute = 0; minute < 60; minute++) {
      Observation seen =
          new Observation(minute, counts(60, .8 * Math.exp(-served / 100)), counts(540, 0));
      served += 60;
      state = JUDGE.judgeFixedPlan(state, minute + 2, seen, new Weight(10)).state();
    }
    assertThat(state.isRolledBack()).isFalse();
  }
}
