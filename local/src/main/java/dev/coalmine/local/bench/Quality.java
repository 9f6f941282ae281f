package dev.coalmine.local.bench;

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
 * How well each rule decides: every scenario, at every rate, many times.
 *
 * @param cells by rate, then by scenario, then by rule
 */
public record Quality(List<Cell> cells) {
  /** Requests a minute. */
  static final List<Integer> RATES = List.of(5, 50, 10_000);

  public Quality {
    cells = List.copyOf(cells);
  }

  /**
   * Measures it.
   *
   * @param traces releases in each scenario at each rate
   * @param seed the same seed gives the same numbers, on any number of threads
   * @param progress told after each scenario how many are done, of how many
   */
  public static Quality measure(
      int traces, long seed, ExecutorService pool, BiConsumer<Integer, Integer> progress)
      throws InterruptedException, ExecutionException {
    List<Future<List<Cell>>> parts = new ArrayList<>();
    for (int rate : RATES) {
      for (Scenario scenario : Scenario.values()) {
        Callable<List<Cell>> part = () -> play(rate, scenario, traces, seed);
        parts.add(pool.submit(part));
      }
    }
    List<Cell> cells = new ArrayList<>();
    for (int done = 0; done < parts.size(); done++) {
      cells.addAll(parts.get(done).get());
      progress.accept(done + 1, parts.size());
    }
    return new Quality(cells);
  }

  private static List<Cell> play(int rate, Scenario scenario, int traces, long seed) {
    Map<Contender, List<Played>> played = new EnumMap<>(Contender.class);
    for (int i = 0; i < traces; i++) {
      Trace trace = Trace.of(scenario, rate, seed, i);
      for (Contender contender : Contender.values()) {
        played
            .computeIfAbsent(contender, none -> new ArrayList<>())
            .add(Played.by(contender.rule(), trace));
      }
    }
    List<Cell> cells = new ArrayList<>();
    played.forEach((contender, all) -> cells.add(new Cell(rate, scenario, contender, all)));
    return cells;
  }
}
