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
 * The decision quality of each rule in the field: many releases in every {@link FieldCondition}.
 *
 * @param statistics by condition, then by rule
 */
public record FieldQuality(List<FieldStatistics> statistics) {
  public FieldQuality {
    statistics = List.copyOf(statistics);
  }

  /**
   * Plays the releases and measures the quality.
   *
   * @param releases in each condition
   * @param seed the same seed gives the same numbers, on any number of threads
   * @param progress called after each condition with the number done and the total
   */
  public static FieldQuality measure(
      int releases, long seed, ExecutorService pool, BiConsumer<Integer, Integer> progress)
      throws InterruptedException, ExecutionException {
    List<FieldCondition> conditions = new ArrayList<>(FieldConditions.known());
    conditions.addAll(FieldConditions.aside());
    return measure(conditions, releases, seed, pool, progress);
  }

  static FieldQuality measure(
      List<FieldCondition> conditions,
      int releases,
      long seed,
      ExecutorService pool,
      BiConsumer<Integer, Integer> progress)
      throws InterruptedException, ExecutionException {
    List<Future<List<FieldStatistics>>> parts = new ArrayList<>();
    for (FieldCondition condition : conditions) {
      Callable<List<FieldStatistics>> part = () -> play(condition, releases, seed);
      parts.add(pool.submit(part));
    }
    List<FieldStatistics> cells = new ArrayList<>();
    for (int done = 0; done < parts.size(); done++) {
      cells.addAll(parts.get(done).get());
      progress.accept(done + 1, parts.size());
    }
    return new FieldQuality(cells);
  }

  private static List<FieldStatistics> play(FieldCondition condition, int releases, long seed) {
    RuntimeWarmUp warmUp = RuntimeWarmUp.of(condition.canary().runtime());
    Map<ComparedRule, List<FieldResult>> results = new EnumMap<>(ComparedRule.class);
    for (int i = 0; i < releases; i++) {
      FieldRelease release = new FieldRelease(condition, seed, i);
      for (ComparedRule rule : ComparedRule.values()) {
        results
            .computeIfAbsent(rule, none -> new ArrayList<>())
            .add(release.play(rule.newRule(warmUp)));
      }
    }
    List<FieldStatistics> cells = new ArrayList<>();
    results.forEach((rule, all) -> cells.add(new FieldStatistics(condition, rule, all)));
    return cells;
  }
}
