package dev.coalmine.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DecisionQualityTest {
  private static DecisionQuality measure(int traces, int threads, List<Integer> told)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      return DecisionQuality.measure(traces, "", 5, pool, (done, all) -> told.add(done));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void sameSeedGivesTheSameOnAnyNumberOfThreads() throws Exception {
    List<Integer> told = new ArrayList<>();
    DecisionQuality one = measure(2, 1, told);
    assertThat(measure(2, 3, told)).isEqualTo(one);
    assertThat(one.statistics()).hasSize(3 * 15 * ComparedRule.values().length);
    assertThat(told).hasSize(2 * 45).endsWith(44, 45);
    assertThat(new DecisionQualityTable(one).summary())
        .hasSize(2 + 3 * ComparedRule.values().length);
    assertThat(new DecisionQualityTable(one).details()).hasSize(2 + one.statistics().size());
  }

  @Test
  void releaseEndsWithItsFirstRollback() {
    ReleaseTrace trace = ReleaseTrace.generate(BenchmarkScenario.FAIL_10, 50, 1, 0);
    int[] weights = new int[ReleaseTrace.MINUTES];
    Arrays.fill(weights, 0, 3, 10);
    Arrays.fill(weights, 3, 9, 100);
    TraceResult played = TraceResult.fromWeights(trace, weights);
    assertThat(played.rollbackMinute()).isEqualTo(9);
    assertThat(played.promotionMinute()).isEqualTo(TraceResult.NEVER);
    double requests = 0;
    for (int t = 0; t < 9; t++) {
      requests += trace.observed(t, weights[t]).canary().requests();
    }
    assertThat(played.exposedRequests()).isEqualTo(requests);
    assertThat(played.failedRequests()).isCloseTo(.1 * requests, within(1e-9));
  }

  @Test
  void promotionLastsToTheEnd() {
    int[] weights = new int[ReleaseTrace.MINUTES];
    Arrays.fill(weights, 100);
    Arrays.fill(weights, 0, 7, 50);
    TraceResult played =
        TraceResult.fromWeights(
            ReleaseTrace.generate(BenchmarkScenario.DELAYED, 50, 1, 0), weights);
    assertThat(played.promotionMinute()).isEqualTo(7);
    assertThat(played.isRolledBack()).isFalse();
    assertThat(played.failedRequests()).isCloseTo(.1 * played.exposedRequests(), within(1e-9));
  }

  @Test
  void quantilesAreBetweenTheTwoNearest() {
    List<TraceResult> played = new ArrayList<>();
    for (int failed : new int[] {40, 10, 30, 20}) {
      played.add(new TraceResult(failed == 10 ? TraceResult.NEVER : failed, 5, failed, 0));
    }
    RuleStatistics cell =
        new RuleStatistics(5, BenchmarkScenario.FAIL_10, ComparedRule.PACED, played);
    assertThat(cell.rollbackShare()).isEqualTo(.75);
    assertThat(cell.quantile(.5, TraceResult::failedRequests)).isEqualTo(25);
    assertThat(cell.quantile(.95, TraceResult::failedRequests)).isCloseTo(38.5, within(1e-9));
    assertThat(cell.mean(TraceResult::failedRequests)).isEqualTo(25);
  }

  @Test
  void summaryHasFalseRollbacksAndMisses() {
    List<RuleStatistics> cells = new ArrayList<>();
    for (int rate : DecisionQuality.RATES) {
      for (BenchmarkScenario scenario : BenchmarkScenario.values()) {
        for (ComparedRule contender : ComparedRule.values()) {
          boolean bad = scenario.kind() != ScenarioKind.HEALTHY;
          boolean caught = bad && scenario != BenchmarkScenario.FAIL_02;
          TraceResult one =
              new TraceResult(
                  caught ? 4 : TraceResult.NEVER, caught ? TraceResult.NEVER : 7, 1234, 0);
          cells.add(new RuleStatistics(rate, scenario, contender, List.of(one)));
        }
      }
    }
    assertThat(new DecisionQualityTable(new DecisionQuality(cells)).summary())
        .element(7)
        .asString()
        .startsWith("| 5       | Coalmine, paced ")
        .containsSubsequence("| 0 / 0 / 0 ", "| 7 / 7 ", "| 13 / 0 ", "| 1,234 ", "| 1,234 ");
  }

  @Test
  void tableLinesUp() {
    MarkdownTable table = new MarkdownTable("a", "rule");
    table.add("10,000", "x");
    assertThat(table.lines())
        .containsExactly("| a      | rule |", "|--------|------|", "| 10,000 | x    |");
  }

  @Test
  void looksAreCounted() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      JudgeBenchmark.JudgeSpeed speed =
          new JudgeBenchmark(1).measure(pool, 2, Duration.ofMillis(50));
      assertThat(speed.perSecond()).isPositive();
      assertThat(speed.perProcessorSecond()).isPositive();
    } finally {
      pool.shutdownNow();
    }
  }
}
