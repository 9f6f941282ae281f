package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of evidence of latency from the time when containers were new. */
class LatencyRuleTest {
  private static final LatencyRule RULE = new LatencyRule(JudgeProfile.PACED);

  /** A mean excess over this many pairs. */
  private static LatencyExcess excess(double rank, double pairs) {
    return new LatencyExcess(rank * pairs, 0, 0, pairs);
  }

  private static JudgeState state(String odds, int minutes, double rank, double before) {
    return JudgedStates.with(
        JudgedStates.at(10, odds),
        new WarmUpProgress(
            RuntimeWarmUp.LONG,
            10,
            minutes,
            900,
            0,
            900,
            excess(rank, 50),
            before > 0 ? excess(before, 50) : LatencyExcess.NOTHING,
            LatencyExcess.NOTHING));
  }

  /** Evidence of 3:1 that no test crossed with; an excess from .1035 on is a strong one. */
  @ParameterizedTest(name = "{0}, warm before {1}, {2} minutes, excess {3} after {4}: {5}")
  @CsvSource({
    "LATENCY=3, false, 5, .11, 0,   forgotten",
    "LATENCY=2, false, 5, .11, 0,   forgotten",
    "LATENCY=3, false, 5, .10, 0,   kept", // weak, as of a version that is a little slower
    "LATENCY=3, false, 5, .11, .12, kept", // it lasts
    "LATENCY=3, false, 5, .11, .13, forgotten", // it falls
    "LATENCY=1.9, false, 5, .11, 0, untouched", // no suspicion
    "ERRORS=3, false, 5, .11, 0,    untouched", // nor one of latency
    "LATENCY=3, true, 6, .11, 0,    untouched", // it was warm before this minute
    "LATENCY=3, false, 4, .11, 0,   untouched" // it is not warm yet
  })
  void onceContainersAreWarmASuspicionIsForgottenOrKept(
      String odds, boolean wasWarm, int minutes, double rank, double before, String what) {
    JudgeState state = state(odds, minutes, rank, before);
    JudgeState after = RULE.excuse(state, wasWarm, Set.of());

    boolean forgotten = after.evidence().log(TestKind.LATENCY) == Double.NEGATIVE_INFINITY;
    assertThat(forgotten).isEqualTo(what.equals("forgotten"));
    assertThat(after.warmUp().block() == 0).isEqualTo(!what.equals("untouched"));
  }

  @ParameterizedTest(name = "{0} minutes, excess {1} after {2}: {3}")
  @CsvSource({
    "4, .11, 0,  true", // new containers
    "4, .10, 0,  false", // weak: it may as well be the version
    "9, .11, .2, true", // it falls
    "9, .11, .12, false"
  })
  void aTestThatCrossesIsExcusedByNewContainersOrByAnExcessThatFalls(
      int minutes, double rank, double before, boolean excused) {
    JudgeState after =
        RULE.excuse(state("LATENCY=T", minutes, rank, before), false, Set.of(TestKind.LATENCY));

    assertThat(after.evidence().log(TestKind.LATENCY) == Double.NEGATIVE_INFINITY)
        .isEqualTo(excused);
  }
}
