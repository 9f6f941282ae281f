package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Errors added to the canary never make a verdict better, except that errors which come suddenly,
 * as from one client or container, lead to one more comparison first.
 */
class MoreErrorsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void oneLookIsNeverBetterWithMoreErrors(long seed) {
    Random random = new Random(seed);
    for (int release = 0; release < 60; release++) {
      Judge judge = judge(random);
      SyntheticTraffic traffic = traffic(random);
      JudgeState state = judge.start(traffic.history());
      for (int now = 2; now < 60; now++) {
        Observation seen = traffic.minute(now - 2, state.weight().percent());
        JudgeResult fewer = judge.judgePaced(state, now, seen);
        JudgeResult more = judge.judgePaced(state, now, worse(seen, random));
        assertThat(isComparedAfresh(more) ? Verdict.FAIL : more.verdict())
            .isLessThanOrEqualTo(fewer.verdict());
        assertThat(isComparedAfresh(more) ? Weight.NONE : more.weight())
            .isLessThanOrEqualTo(fewer.weight());
        state = fewer.state();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void fixedPlanIsNeverBetterWithMoreErrors(long seed) {
    Random random = new Random(seed);
    for (int release = 0; release < 60; release++) {
      Judge judge = judge(random);
      SyntheticTraffic traffic = traffic(random);
      JudgeState fewer = judge.start(traffic.history());
      JudgeState more = fewer;
      int weight = 1 + random.nextInt(99);
      for (int minute = 0; minute < 60; minute++) {
        Observation seen = traffic.minute(minute, weight);
        JudgeResult here = judge.judgeFixedPlan(fewer, minute, seen, new Weight(weight));
        JudgeResult there =
            judge.judgeFixedPlan(more, minute, worse(seen, random), new Weight(weight));
        if (isComparedAfresh(here) || isComparedAfresh(there)) {
          break; // from here on they are compared over different minutes
        }
        assertThat(there.verdict()).isLessThanOrEqualTo(here.verdict());
        fewer = here.state();
        more = there.state();
      }
    }
  }

  private static boolean isComparedAfresh(JudgeResult result) {
    return result.reason().contains("suddenly") || result.reason().contains("no baseline");
  }

  private static Judge judge(Random random) {
    return new Judge(
        random.nextBoolean() ? JudgeProfile.PACED : JudgeProfile.THOROUGH,
        WeightLadder.DEFAULT,
        MetricScope.ALL);
  }

  private static SyntheticTraffic traffic(Random random) {
    double rate = new double[] {5, 50, 1000, 10_000}[random.nextInt(4)];
    double errors = new double[] {0, .001, .02, .3}[random.nextInt(4)];
    double fault = new double[] {0, 0, .002, .02, .2}[random.nextInt(5)];
    return new SyntheticTraffic(random.nextLong(), rate, errors, fault, 1 + random.nextInt(2) * .1);
  }

  private static Observation worse(Observation seen, Random random) {
    RequestCounts canary = seen.canary();
    double left = canary.requests() - canary.errors();
    double added = Math.floor(left * Math.pow(random.nextDouble(), 3) + random.nextDouble());
    return new Observation(
        seen.minute(),
        new RequestCounts(
            canary.requests(), canary.errors() + added, canary.durations(), canary.above()),
        seen.baseline());
  }
}
