package dev.coalmine.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class QualityTest {
  private static Quality measure(int traces, int threads, List<Integer> told) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      return Quality.measure(traces, 5, pool, (done, all) -> told.add(done));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void sameSeedGivesTheSameOnAnyNumberOfThreads() throws Exception {
    List<Integer> told = new ArrayList<>();
    Quality one = measure(2, 1, told);
    assertThat(measure(2, 3, told)).isEqualTo(one);
    assertThat(one.cells()).hasSize(3 * 15 * Contender.values().length);
    assertThat(told).hasSize(2 * 45).endsWith(44, 45);
    assertThat(new QualityTable(one).summary()).hasSize(2 + 3 * Contender.values().length);
    assertThat(new QualityTable(one).details()).hasSize(2 + one.cells().size());
  }

  @Test
  void releaseEndsWithItsFirstRollback() {
    Trace trace = Trace.of(Scenario.FAIL_10, 50, 1, 0);
    int[] weights = new int[Trace.MINUTES];
    Arrays.fill(weights, 0, 3, 10);
    Arrays.fill(weights, 3, 9, 100);
    Played played = Played.of(trace, weights);
    assertThat(played.rollBack()).isEqualTo(9);
    assertThat(played.promotion()).isEqualTo(Played.NEVER);
    double requests = 0;
    for (int t = 0; t < 9; t++) {
      requests += trace.seen(t, weights[t]).canary().requests();
    }
    assertThat(played.exposed()).isEqualTo(requests);
    assertThat(played.failed()).isCloseTo(.1 * requests, within(1e-9));
  }

  @Test
  void promotionLastsToTheEnd() {
    int[] weights = new int[Trace.MINUTES];
    Arrays.fill(weights, 100);
    Arrays.fill(weights, 0, 7, 50);
    Played played = Played.of(Trace.of(Scenario.DELAYED, 50, 1, 0), weights);
    assertThat(played.promotion()).isEqualTo(7);
    assertThat(played.isRolledBack()).isFalse();
    assertThat(played.failed()).isCloseTo(.1 * played.exposed(), within(1e-9));
  }

  @Test
  void quantilesAreBetweenTheTwoNearest() {
    List<Played> played = new ArrayList<>();
    for (int failed : new int[] {40, 10, 30, 20}) {
      played.add(new Played(failed == 10 ? Played.NEVER : failed, 5, failed, 0));
    }
    Cell cell = new Cell(5, Scenario.FAIL_10, Contender.PACED, played);
    assertThat(cell.rolledBack()).isEqualTo(.75);
    assertThat(cell.quantile(.5, Played::failed)).isEqualTo(25);
    assertThat(cell.quantile(.95, Played::failed)).isCloseTo(38.5, within(1e-9));
    assertThat(cell.mean(Played::failed)).isEqualTo(25);
  }

  @Test
  void summaryTellsWhatBecameOfGoodAndBadReleases() {
    List<Cell> cells = new ArrayList<>();
    for (int rate : Quality.RATES) {
      for (Scenario scenario : Scenario.values()) {
        for (Contender contender : Contender.values()) {
          boolean bad = scenario.kind() != Kind.HEALTHY;
          boolean caught = bad && scenario != Scenario.FAIL_02;
          Played one = new Played(caught ? 4 : Played.NEVER, caught ? Played.NEVER : 7, 1234, 0);
          cells.add(new Cell(rate, scenario, contender, List.of(one)));
        }
      }
    }
    assertThat(new QualityTable(new Quality(cells)).summary())
        .element(7)
        .asString()
        .startsWith("| 5       | Coalmine, paced ")
        .containsSubsequence("| 0 / 0 / 0 ", "| 7 / 7 ", "| 13 / 0 ", "| 1,234 ", "| 1,234 ");
  }

  @Test
  void tableLinesUp() {
    TextTable table = new TextTable("a", "rule");
    table.add("10,000", "x");
    assertThat(table.lines())
        .containsExactly("| a      | rule |", "|--------|------|", "| 10,000 | x    |");
  }

  @Test
  void looksAreCounted() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      LookSpeed.Speed speed = new LookSpeed(1).measure(pool, 2, Duration.ofMillis(50));
      assertThat(speed.perSecond()).isGreaterThan(1000);
      assertThat(2.2 * speed.perProcessorSecond()).isGreaterThan(speed.perSecond());
    } finally {
      pool.shutdownNow();
    }
  }
}
