package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.release.Decision;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of one client or one container come together, and are not many independent errors. */
class ErrorClustersTest {
  private static final Judge JUDGE =
      new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, new MetricScope(true, false));

  private static RequestCounts counts(double requests, double errors) {
    return new RequestCounts(requests, errors, 0, ThresholdCounts.NONE);
  }

  /** An hour of history with errors in one of so many minutes. */
  private static BaselineHistory history(double requests, double errors, int every) {
    return new BaselineHistory(
        IntStream.range(0, 60)
            .mapToObj(i -> counts(requests, i % every == 0 ? errors : 0))
            .toList());
  }

  @Test
  void clusterIsTheSizeOfTheBursts() {
    assertThat(history(600, 40, 10).usual().cluster()).isCloseTo(40, within(1e-9));
    assertThat(history(600, 1, 1).usual().cluster()).isEqualTo(ErrorClusters.NONE);
    assertThat(history(600, 0, 1).usual().cluster()).isEqualTo(ErrorClusters.NONE);
    assertThat(new BaselineHistory(List.of()).usual().cluster()).isEqualTo(ErrorClusters.NONE);
  }

  /** One minute with these requests and errors, and others; a cluster has most pairs of errors. */
  @ParameterizedTest(name = "{1} of {0} beside {2} times {4} of {3}: {5}")
  @CsvSource({
    "100,  10, 9,  100,  0, 10",
    "100,  8,  9,  100,  2, 1", // most pairs are by chance
    "500,  20, 50, 10,   0, 1", // the errors are where the requests were
    "1000, 2,  59, 1000, 0, 2",
    "1000, 1,  59, 1000, 1, 1"
  })
  void errorsTogetherBeyondChanceAreACluster(
      double requests, double errors, int others, double theirs, double theirErrors, double size) {
    List<RequestCounts> minutes = new ArrayList<>(List.of(counts(requests, errors)));
    IntStream.range(0, others).forEach(i -> minutes.add(counts(theirs, theirErrors)));

    assertThat(new BaselineHistory(minutes).usual().cluster()).isCloseTo(size, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 1", "1, 5, 5", "7, 5, 7"})
  void fiveErrorsOfAnAcquittedCanaryAreACluster(double size, double errors, double after) {
    assertThat(ErrorClusters.sizeAfter(size, errors)).isEqualTo(after);
  }

  /** Looks at minutes at weight 10, whose canary has these errors. */
  private static List<JudgeResult> looks(BaselineHistory history, int minutes, int... errors) {
    List<JudgeResult> results = new ArrayList<>();
    JudgeState state = JUDGE.start(history);
    for (int now = 2; now < minutes && !state.isRolledBack(); now++) {
      double n = Math.rint(6.0 * state.weight().percent());
      double x = now - 2 < errors.length ? Math.min(n, errors[now - 2]) : 0;
      Observation seen = new Observation(now - 2, counts(n, x), counts(600 - n, 0));
      results.add(JUDGE.judgePaced(state, now, seen));
      state = results.get(results.size() - 1).state();
    }
    return results;
  }

  @Test
  void oneBurstOnTheCanaryIsComparedAfresh() {
    List<JudgeResult> results = looks(history(600, 1, 2), 60, 0, 0, 0, 0, 0, 0, 0, 0, 12, 12);
    assertThat(results)
        .noneMatch(result -> result.decision() == Decision.ROLL_BACK)
        .extracting(JudgeResult::reason)
        .anyMatch(
            reason ->
                reason.contains(
                    "errors came suddenly, as from one client or container, so the weight drops"));
    assertThat(results.get(results.size() - 1).weight().percent()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"1", "60"})
  void errorsThatStayRollBack(int usual) {
    int[] errors = IntStream.range(0, 60).map(i -> i < 8 ? 0 : 12).toArray();
    List<JudgeResult> results = looks(history(600, usual, 10), 60, errors);
    assertThat(results.get(results.size() - 1).decision()).isEqualTo(Decision.ROLL_BACK);
  }

  /** Two errors in one minute of the history are a cluster, too. */
  @ParameterizedTest
  @CsvSource({"1000, .3, 0", "10000, .3, 0", "10000, .1, 0", "10000, .3, 30"})
  void clusterOfTheHistoryExcusesErrorsThatStayOnlyOnce(double rate, double share, int from) {
    JudgeState state = JUDGE.start(history(rate, 2, 60));
    int sudden = 0;
    int now = 2;
    for (; now < 60 && !state.isRolledBack(); now++) {
      double n = Math.rint(rate * state.weight().percent() / 100);
      double errors = now - 2 < from ? 0 : Math.rint(share * n);
      Observation seen = new Observation(now - 2, counts(n, errors), counts(rate - n, 0));
      JudgeResult result = JUDGE.judgePaced(state, now, seen);
      sudden += result.reason().contains("suddenly") ? 1 : 0;
      state = result.state();
    }
    assertThat(state.isRolledBack()).isTrue();
    assertThat(sudden).isLessThanOrEqualTo(1);
    assertThat(now - from).isLessThan(20);
  }

  @Test
  void stepDoesNotPassWhileSuddenErrorsAreCompared() {
    JudgeState state = JUDGE.start(history(1000, 2, 60));
    List<Verdict> verdicts = new ArrayList<>();
    int sudden = 0;
    for (int now = 2; now < 40 && !state.isRolledBack(); now++) {
      int errors = now < 10 || now > 11 ? 0 : 20;
      Observation seen = new Observation(now - 2, counts(100, errors), counts(900, 0));
      JudgeResult result = JUDGE.judgeFixedPlan(state, now, seen, new Weight(10));
      sudden = result.reason().contains("suddenly") ? now : sudden;
      verdicts.add(result.verdict());
      state = result.state();
    }
    assertThat(sudden).isBetween(10, 12);
    assertThat(verdicts.subList(sudden - 2, sudden + 10)).containsOnly(Verdict.INCONCLUSIVE);
    assertThat(verdicts.get(verdicts.size() - 1)).isEqualTo(Verdict.PASS);
  }

  @Test
  void nobodyIsAcquittedWithoutRequests() {
    JudgeState state = JUDGE.start(history(600, 1, 2));
    for (int now = 2; now < 40; now++) {
      boolean quiet = now > 12;
      double n = quiet ? 0 : Math.rint(6.0 * state.weight().percent());
      Observation seen =
          new Observation(now - 2, counts(n, now < 10 ? 0 : Math.min(n, 15)), counts(600 - n, 0));
      state = JUDGE.judgePaced(state, now, seen).state();
    }
    assertThat(state.isRolledBack()).isFalse();
    assertThat(state.onset().doubted()).isPositive();
    assertThat(state.historicalRates().cluster()).isEqualTo(ErrorClusters.NONE);
  }

  @Test
  void totalFailureRollsBackAtOnce() {
    int[] errors = IntStream.range(0, 60).map(i -> i < 8 ? 0 : 600).toArray();
    List<JudgeResult> results = looks(history(600, 1, 2), 60, errors);
    assertThat(results).noneMatch(result -> result.reason().contains("suddenly"));
    assertThat(results.get(results.size() - 1).decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(results).hasSizeLessThan(14);
  }

  @Test
  void everyIncidentAtAHundredPercentIsCompared() {
    JudgeState state = JUDGE.start(history(600, 1, 2));
    int steps = 0;
    for (int now = 2; now < 160; now++) {
      double share =
          now % 50 >= 40 && now % 50 < 44 ? .08 * Math.pow(3, Math.floorDiv(now, 50)) : .001;
      double n = Math.rint(6.0 * state.weight().percent());
      Observation seen =
          new Observation(
              now - 2,
              counts(n, Math.rint(share * n)),
              counts(600 - n, Math.rint(share * (600 - n))));
      JudgeResult result = JUDGE.judgePaced(state, now, seen);
      steps += result.reason().contains("no baseline was serving") ? 1 : 0;
      state = result.state();
    }
    assertThat(steps).isBetween(2, 3);
    assertThat(state.weight().percent()).isEqualTo(100);
  }

  @Test
  void sparseTrafficIsSaidEarly() {
    JudgeState state = JUDGE.start(history(.1, 0, 1)).withWeight(new Weight(50));
    Observation seen = new Observation(0, counts(1, 0), counts(0, 0));
    assertThat(JUDGE.judgePaced(state, 2, seen).reason())
        .contains("a probe, more requests, a longer maxDuration or whenInconclusive decide sooner");
  }
}
