package dev.coalmine.cli.scale;

import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.Retention;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.SteppedTaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.release.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One story with so many releases, in an account of its own: the real state machine and handlers in
 * virtual time, under AWS' default rate limits.
 */
public final class ScaleRun {
  /** The start of rehearsals, too. */
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** Callers begin before the releases: the gate learns the usual rates from them. */
  private static final Duration WARM_UP = Duration.ofHours(3);

  /** A release that runs so long counts as stuck. */
  private static final Duration LONGEST = Duration.ofHours(8);

  /** The most ended executions that an account keeps: all of a run. */
  private static final int KEPT = 100_000;

  /** A client that is throttled asks again. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final ScaleStory story;
  private final int size;
  private final long seed;
  private final Consumer<String> progress;
  private final VirtualClock clock = new VirtualClock(START.minus(WARM_UP));
  private final SteppedTaskExecutor steps = new SteppedTaskExecutor(clock);
  private final ReleaseWatcher watcher = new ReleaseWatcher();

  private ScaleRun(ScaleStory story, int size, long seed, Consumer<String> progress) {
    this.story = story;
    this.size = size;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Plays it.
   *
   * @param project folder with template.yaml and statemachine/
   * @param size the number of releases, at least 1
   * @param seed of all that is random but the jitter within handlers
   * @param progress gets a line at each minute of the story
   */
  public static ScaleResult play(
      Path project, ScaleStory story, int size, long seed, Consumer<String> progress)
      throws IOException {
    return new ScaleRun(story, size, seed, progress).play(project);
  }

  private ScaleResult play(Path project) throws IOException {
    long began = System.nanoTime();
    Duration processor = processorTime();
    steps.bindThread();
    try (steps;
        LocalRuntime runtime = new LocalRuntime(project).bindThread()) {
      SimulatedAccount world = new SimulatedAccount(runtime, clock, steps, true, seed, watcher);
      SlowNetwork network = new SlowNetwork(steps, seed);
      world.connectThrough(network::before);
      world.lambda().wrapRunners(network::limited);
      world.keep(new Retention(KEPT, Duration.ofHours(4))).keepMetricsBeyondRoom();
      ScaleAccount account = ScaleAccount.createIn(world, size);
      watcher.watch(world);
      prepare(account);
      clock.runTo(START);
      world.enableTriggers();
      runToEnd();
      var cost =
          new ScaleResult.RunCost(
              Duration.ofNanos(System.nanoTime() - began),
              processorTime().minus(processor),
              liveHeap());
      List<String> failed = story.breaks() ? List.of() : watcher.others();
      return ScaleResult.of(
          story, size, watcher.releases(), failed, START, world.aws().callCounts(), cost);
    }
  }

  /** Plans what people, callers and canaries do. */
  private void prepare(ScaleAccount account) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> functions = account.functions();
    for (int i = 0; i < size; i++) {
      String function = functions.get(i);
      double minute = ScaleStory.BREAK.toMinutes() + random.nextDouble();
      account.call(
          function,
          START,
          story == ScaleStory.FAILING ? minute : Double.POSITIVE_INFINITY,
          random.nextLong());
      Instant at = START.plus(story.starts().multipliedBy(i).dividedBy(size));
      clock.runAt(
          at,
          () -> {
            watcher.asked(function, at);
            start(account, function);
          });
    }
    if (story == ScaleStory.ALARMS) {
      clock.runAt(
          START.plus(ScaleStory.BREAK),
          () -> functions.forEach(function -> account.report(function, 1)));
    }
  }

  private void start(ScaleAccount account, String function) {
    int status = account.start(function).status();
    if (status != 200) {
      clock.runAt(clock.instant().plus(AGAIN), () -> start(account, function));
    }
  }

  private void runToEnd() {
    Instant last = START.plus(LONGEST);
    for (Instant minute = START; minute.isBefore(last); minute = minute.plusSeconds(60)) {
      clock.runTo(minute);
      if (watcher.releases().size() == size && watcher.running() == 0) {
        return;
      }
      progress.accept(
          "%s %d: minute %d, %d releases run"
              .formatted(
                  story.word(),
                  size,
                  Duration.between(START, minute).toMinutes(),
                  watcher.running()));
    }
    watcher.releases().stream()
        .filter(release -> release.outcome().isEmpty())
        .forEach(release -> release.ended(last, Outcome.STUCK, "it did not end in time"));
  }

  /** Of the whole process; zero where the system does not say. */
  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Bytes that are reachable at the end, when the account has all histories and metrics. */
  private static long liveHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
