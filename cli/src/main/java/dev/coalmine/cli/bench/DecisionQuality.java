package dev.coalmine.cli.bench;

import dev.coalmine.judge.RuntimeWarmUp;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * The decision quality of each rule: many releases in every scenario at every rate.
 *
 * @param statistics by rate, then by scenario, then by rule
 */
public record DecisionQuality(List<RuleStatistics> statistics) {
  /** The rates of the releases, in requests a minute. */
  static final List<Integer> RATES = List.of(5, 50, 10_000);

  public DecisionQuality {
    statistics = List.copyOf(statistics);
  }

  /**
   * Plays the releases and measures the quality.
   *
   * @param traces releases in each scenario at each rate
   * @param runtime Lambda's identifier; empty if it is not known
   * @param seed the same seed gives the same numbers, on any number of threads
   * @param progress called after each scenario with the number done and the total
   */
  public static DecisionQuality measure(
      int traces,
      String runtime,
      long seed,
      ExecutorService pool,
      BiConsumer<Integer, Integer> progress)
      throws InterruptedException, ExecutionException {
    RuntimeWarmUp warmUp = RuntimeWarmUp.of(runtime);
    List<Future<List<RuleStatistics>>> parts = new ArrayList<>();
    for (int rate : RATES) {
      for (BenchmarkScenario scenario : BenchmarkScenario.values()) {
        Callable<List<RuleStatistics>> part = () -> play(rate, scenario, traces, warmUp, seed);
        parts.add(pool.submit(part));
      }
    }
    List<RuleStatistics> cells = new ArrayList<>();
    for (int done = 0; done < parts.size(); done++) {
      cells.addAll(parts.get(done).get());
      progress.accept(done + 1, parts.size());
    }
    return new DecisionQuality(cells);
  }

  private static List<RuleStatistics> play(
      int rate, BenchmarkScenario scenario, int traces, RuntimeWarmUp warmUp, long seed) {
    Map<ComparedRule, List<TraceResult>> results = new EnumMap<>(ComparedRule.class);
    for (int i = 0; i < traces; i++) {
      ReleaseTrace trace = ReleaseTrace.generate(scenario, rate, seed, i);
      for (ComparedRule rule : ComparedRule.values()) {
        results
            .computeIfAbsent(rule, none -> new ArrayList<>())
            .add(TraceResult.run(rule.newRule(warmUp), trace));
      }
    }
    List<RuleStatistics> cells = new ArrayList<>();
    results.forEach((rule, all) -> cells.add(new RuleStatistics(rate, scenario, rule, all)));
    return cells;
  }
}
