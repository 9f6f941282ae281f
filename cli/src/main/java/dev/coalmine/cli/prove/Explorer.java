package dev.coalmine.cli.prove;

import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.world.LocalRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Optional<Duration> limit;

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
    this(threads, progress, Optional.empty());
  }

  private Explorer(int threads, Progress progress, Optional<Duration> limit) {
    this.threads = threads;
    this.progress = progress;
    this.limit = limit;
  }

  /** The same, which begins no more scenarios so long after it began with the first one. */
  public Explorer endingAfter(Duration time) {
    return new Explorer(threads, progress, Optional.of(time));
  }

  /** Plays each story without a fault. */
  List<PlayedRun> undisturbed(List<Story> stories) throws InterruptedException {
    return each(
        stories,
        runtime -> story -> new StoryRun(runtime, story, List.of(), CallRecorder.NOBODY).play());
  }

  /**
   * Plays scenarios with one fault, and gives each several second faults.
   *
   * @param most how many pairs at most
   */
  List<Scenario> pairs(List<Scenario> firsts, List<FaultKind> kinds, int most, long seed)
      throws InterruptedException {
    int each = most / Math.max(1, firsts.size()) + 1;
    List<Integer> numbers = IntStream.range(0, firsts.size()).boxed().toList();
    return each(
            numbers,
            runtime ->
                i -> {
                  Scenario first = firsts.get(i);
                  try {
                    PlayedRun run =
                        new StoryRun(runtime, first.story(), first.faults(), CallRecorder.NOBODY)
                            .play();
                    return FaultProduct.withSecondFault(first, run, kinds, each, seed + i);
                  } catch (RuntimeException failed) { // played as it is, it is a violation
                    return List.of(first);
                  }
                })
        .stream()
        .flatMap(List::stream)
        .limit(most)
        .toList();
  }

  /**
   * Plays scenarios, and judges them; the results are in their order, without those for which there
   * was no time.
   */
  List<ScenarioResult> play(List<Scenario> scenarios) throws InterruptedException {
    long begun = System.nanoTime();
    return each(
            scenarios,
            runtime ->
                scenario -> {
                  if (isOver(begun)) {
                    return Optional.<ScenarioResult>empty();
                  }
                  ScenarioResult result = play(runtime, scenario);
                  progress.onRun(scenarios.size(), result.violations().size());
                  return Optional.of(result);
                })
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean isOver(long begun) {
    return limit.filter(most -> System.nanoTime() - begun > most.toNanos()).isPresent();
  }

  static ScenarioResult play(LocalRuntime runtime, Scenario scenario) {
    try {
      PlayedRun run =
          new StoryRun(runtime, scenario.story(), scenario.faults(), CallRecorder.NOBODY).play();
      return new ScenarioResult(scenario, run.faulted(), Oracle.judge(run));
    } catch (RuntimeException | StackOverflowError failed) {
      Violation own = new Violation(ViolationKind.EXPLORER, String.valueOf(failed));
      return new ScenarioResult(scenario, true, List.of(own));
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
