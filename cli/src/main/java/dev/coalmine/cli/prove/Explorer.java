package dev.coalmine.cli.prove;

import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.world.LocalRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Plays scenarios on several threads, each with handlers of its own. */
public final class Explorer {
  /**
   * The handlers are made anew after so many runs: the SDK's clients keep count of their retries,
   * and one run must not take the retries of another.
   */
  private static final int RUNS_OF_A_RUNTIME = 40;

  private final int threads;
  private final Progress progress;

  /** Hears of each run that ended. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A run ended; called by several threads.
     *
     * @param all how many will be played
     * @param violations of this run
     */
    void onRun(int all, int violations);
  }

  /** For so many threads. */
  public Explorer(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
  }

  /** Plays each story without a fault. */
  List<PlayedRun> undisturbed(List<Story> stories) throws InterruptedException {
    return each(
        stories, runtime -> story -> new StoryRun(runtime, story, List.of(), line -> {}).play());
  }

  /** Plays scenarios, and judges them; the results are in their order. */
  List<ScenarioResult> play(List<Scenario> scenarios) throws InterruptedException {
    return each(
        scenarios,
        runtime ->
            scenario -> {
              ScenarioResult result = play(runtime, scenario);
              progress.onRun(scenarios.size(), result.violations().size());
              return result;
            });
  }

  static ScenarioResult play(LocalRuntime runtime, Scenario scenario) {
    try {
      PlayedRun run = new StoryRun(runtime, scenario.story(), scenario.faults(), line -> {}).play();
      return new ScenarioResult(scenario, Oracle.judge(run));
    } catch (RuntimeException | StackOverflowError failed) {
      Violation own = new Violation(ViolationKind.EXPLORER, String.valueOf(failed));
      return new ScenarioResult(scenario, List.of(own));
    }
  }

  private <T, R> List<R> each(List<T> work, Function<LocalRuntime, Function<T, R>> player)
      throws InterruptedException {
    List<R> results = new ArrayList<>(java.util.Collections.nCopies(work.size(), null));
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      IntStream.range(0, Math.min(threads, work.size()))
          .forEach(i -> workers.add(pool.submit(() -> work(work, player, results, next))));
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a story could not be played", failed.getCause());
    } finally {
      pool.shutdownNow();
    }
    return results;
  }

  private static <T, R> Void work(
      List<T> work,
      Function<LocalRuntime, Function<T, R>> player,
      List<R> results,
      AtomicInteger next)
      throws IOException {
    int i = next.getAndIncrement();
    while (i < work.size()) {
      try (LocalRuntime runtime = new LocalRuntime(ProjectFiles.root())) {
        for (int run = 0; run < RUNS_OF_A_RUNTIME && i < work.size(); run++) {
          R result = player.apply(runtime).apply(work.get(i));
          synchronized (results) {
            results.set(i, result);
          }
          i = next.getAndIncrement();
        }
      }
    }
    return null;
  }
}
