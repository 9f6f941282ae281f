package dev.coalmine.local;

import dev.coalmine.local.traffic.Traffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how many rehearsals this machine plays in a second. */
@Command(
    name = "bench",
    description =
        "Plays events/release.json many times, each with a seed of its own, and says how long it took.",
    mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
  @Option(
      names = "--releases",
      defaultValue = "1000",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int releases;

  @Option(
      names = "--traffic",
      paramLabel = "NAME or FILE",
      defaultValue = "healthy",
      description = "Who calls meanwhile (default: ${DEFAULT-VALUE}).")
  private String traffic;

  @Option(
      names = "--threads",
      description = "How many are played side by side (default: one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    PrintWriter out = spec.commandLine().getOut();
    String event = Files.readString(Local.root().resolve("events/release.json"));
    Traffic callers = Traffic.load(traffic);
    AtomicInteger next = new AtomicInteger();
    Map<Outcome, AtomicInteger> outcomes = new TreeMap<>();
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new AtomicInteger());
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    try {
      for (Future<?> worker :
          IntStream.range(0, threads)
              .mapToObj(i -> pool.submit(() -> work(event, callers, next, outcomes)))
              .toList()) {
        worker.get();
      }
    } finally {
      pool.shutdownNow();
    }
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    out.printf(
        "%d releases in %.1f s on %d threads: %.0f releases a second%n",
        releases, seconds, threads, releases / seconds);
    outcomes.forEach((outcome, count) -> out.printf("  %-12s %d%n", outcome, count.get()));
    return 0;
  }

  /** One worker has one laptop, and a new world for each release. */
  private Void work(
      String event, Traffic callers, AtomicInteger next, Map<Outcome, AtomicInteger> outcomes)
      throws IOException {
    try (Laptop laptop = new Laptop(Local.root())) {
      for (int seed = next.incrementAndGet(); seed <= releases; seed = next.incrementAndGet()) {
        Timeline timeline = new Timeline(line -> {}, look -> {});
        Ending ending = new Rehearsal(laptop, callers, seed, timeline).play(event);
        outcomes.get(ending.outcome()).incrementAndGet();
      }
    }
    return null;
  }
}
