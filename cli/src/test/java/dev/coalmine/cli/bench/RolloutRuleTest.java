package dev.coalmine.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.judge.JudgeProfile;
import dev.coalmine.judge.RuntimeWarmUp;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule decides like the tool of its name. */
class RolloutRuleTest {
  private static final int DELAY = 2;

  /** A release in which all minutes of the canary are the same. */
  private static int[] weights(RolloutRule rule, int minutes, VersionMinute canary) {
    return weights(rule, Collections.nCopies(minutes, canary));
  }

  private static int[] weights(RolloutRule rule, List<VersionMinute> canary) {
    int[] weights = new int[canary.size()];
    weights[0] = rule.firstWeight(Collections.nCopies(60, group(100, 0)));
    for (int t = 1; t < weights.length; t++) {
      ObservedMinute seen =
          t < DELAY ? null : new ObservedMinute(t - DELAY, canary.get(t - DELAY), group(1000, 1));
      weights[t] = rule.nextWeight(t, seen);
    }
    return weights;
  }

  private static VersionMinute group(int requests, int errors) {
    return slow(requests, errors, 0);
  }

  /** A minute in which this number of requests take almost a second. */
  private static VersionMinute slow(int requests, int errors, int slow) {
    return new VersionMinute(requests, errors, 0, 0, requests - slow, 0, 0, 0, 0, slow);
  }

  private static List<VersionMinute> failing(int minutes, int... failing) {
    VersionMinute[] groups = new VersionMinute[minutes];
    Arrays.fill(groups, group(100, 0));
    for (int minute : failing) {
      groups[minute] = group(100, 1);
    }
    return List.of(groups);
  }

  @Test
  void codeDeployPromotesOnTimeUnlessItsAlarmFires() {
    assertThat(weights(new CodeDeployRule(5, 1, 1), 8, group(100, 0)))
        .containsExactly(10, 10, 10, 10, 10, 100, 100, 100);
    assertThat(weights(new CodeDeployRule(5, 1, 1), 8, VersionMinute.NOTHING)).endsWith(100, 100);
    assertThat(weights(new CodeDeployRule(5, 1, 1), failing(8, 3)))
        .containsExactly(10, 10, 10, 10, 10, 0, 0, 0);
  }

  @Test
  void codeDeployDoesNotCheckAfterTheEnd() {
    assertThat(weights(new CodeDeployRule(5, 1, 1), failing(9, 4, 5, 6)))
        .endsWith(100, 100, 100, 100);
  }

  @Test
  void alarmOfTwoInThreeIgnoresOneBadMinute() {
    assertThat(weights(new CodeDeployRule(30, 2, 3), failing(40, 3, 6, 9))).endsWith(100);
    assertThat(weights(new CodeDeployRule(30, 2, 3), failing(40, 3, 5)))
        .startsWith(10, 10, 10, 10, 10, 10, 10, 0, 0);
  }

  @Test
  void flaggerTakesOneStepForEachCheckThatPasses() {
    assertThat(weights(new FlaggerRule(), 13, group(100, 1)))
        .containsExactly(5, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 100, 100);
    assertThat(weights(new FlaggerRule(), failing(13, 1, 2, 3)))
        .as("one error in a hundred is still a success rate of 99 %")
        .endsWith(100, 100);
  }

  @Test
  void flaggerRollsBackAfterTenChecksThatFailed() {
    for (VersionMinute bad : List.of(group(100, 2), VersionMinute.NOTHING, slow(100, 0, 60))) {
      int[] weights = weights(new FlaggerRule(), 13, bad);
      assertThat(Arrays.copyOf(weights, 11)).containsOnly(5);
      assertThat(weights[11]).isZero();
    }
  }

  @Test
  void argoRolloutsAbortsAtTheFourthFailure() {
    assertThat(weights(new ArgoRolloutsRule(), 12, VersionMinute.NOTHING))
        .containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 100, 100);
    assertThat(weights(new ArgoRolloutsRule(), 8, group(100, 2)))
        .containsExactly(10, 20, 30, 40, 50, 0, 0, 0);
  }

  @Test
  void kayentaPromotesAHealthyCanary() {
    int[] weights = weights(new KayentaRule(), 40, group(1000, 1));
    assertThat(Arrays.copyOf(weights, 7)).containsExactly(10, 10, 10, 20, 20, 20, 30);
    assertThat(weights[26]).isEqualTo(90);
    assertThat(weights[27]).isEqualTo(100);
    assertThat(weights).endsWith(100);
  }

  @Test
  void kayentaRollsBackAWorseCanaryAfterFiveMinutes() {
    assertThat(weights(new KayentaRule(), 12, group(1000, 20)))
        .containsExactly(10, 10, 10, 20, 20, 20, 0, 0, 0, 0, 0, 0);
    assertThat(weights(new KayentaRule(), 12, slow(1000, 1, 500))).endsWith(0);
  }

  @ParameterizedTest
  @EnumSource(JudgeProfile.class)
  void coalmineUsesTheJudge(JudgeProfile profile) {
    int[] calm = weights(new CoalmineRule(profile, RuntimeWarmUp.LONG), 60, group(1000, 1));
    assertThat(calm).endsWith(100).isSorted();
    int[] failing = weights(new CoalmineRule(profile, RuntimeWarmUp.LONG), 10, group(1000, 500));
    assertThat(failing).endsWith(0);
  }

  @Test
  void mannWhitneyNeedsFiveValuesOfEach() {
    List<Double> low = List.of(1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7);
    List<Double> high = List.of(2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7);
    assertThat(MannWhitney.isHigh(low, high)).isTrue();
    assertThat(MannWhitney.isHigh(high, low)).isFalse();
    assertThat(MannWhitney.isHigh(low, low)).isFalse();
    assertThat(MannWhitney.isHigh(low, high.subList(0, 4))).isFalse();
    assertThat(MannWhitney.isHigh(low, List.of(2.0, 2.1, 2.2, Double.NaN, Double.NaN))).isFalse();
  }
}
