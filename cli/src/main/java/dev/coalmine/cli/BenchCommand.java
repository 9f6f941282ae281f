package dev.coalmine.cli;

import dev.coalmine.cli.bench.DecisionQuality;
import dev.coalmine.cli.bench.DecisionQualityTable;
import dev.coalmine.cli.bench.JudgeBenchmark;
import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.release.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how well the judge decides, and how fast it and the rehearsals are. */
@Command(
    name = "bench",
    description = {
      "Measures decision quality side by side with the rules of other tools, on drawn releases in"
          + " 15 scenarios at 5, 50 and 10,000 requests a minute; then how often a second the judge"
          + " looks; then plays events/release.json many times, each with a seed of its own, and"
          + " says how long it took.",
      "A miss is a bad canary that is not rolled back within 90 minutes. The last two columns count"
          + " requests that failed because of a canary that fails more: the mean over such"
          + " releases, and the 95th percentile of the scenario where that is highest."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration LOOKING = Duration.ofSeconds(3);
  private static final Duration QUIET = Duration.ofSeconds(5);

  @Option(
      names = "--traces",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Releases drawn for each scenario and rate (default: ${DEFAULT-VALUE}); 0 leaves decision"
              + " quality out.")
  private int traces;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The same seed draws the same releases and gives the same table (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--cells", description = "Shows each scenario apart, too.")
  private boolean cells;

  @Option(
      names = "--releases",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Rehearsals (default: ${DEFAULT-VALUE}); 0 leaves them out.")
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

  private long told = System.nanoTime();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    if (threads < 1 || traces < 0 || releases < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--threads must be at least 1, --traces and --releases at least 0, not %d, %d and %d"
              .formatted(threads, traces, releases));
    }
    PrintWriter out = spec.commandLine().getOut();
    TrafficProfile callers = InputFiles.readTraffic(spec, traffic);
    if (traces > 0) {
      measureQuality(out);
    }
    measureJudge(out);
    if (releases > 0) {
      measureRehearsals(out, callers);
    }
    return 0;
  }

  private void measureQuality(PrintWriter out) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      DecisionQualityTable table =
          new DecisionQualityTable(
              DecisionQuality.measure(traces, seed, pool, this::printQualityProgress));
      if (cells) {
        table.details().forEach(out::println);
        out.println();
      }
      table.summary().forEach(out::println);
      out.printf(
          Locale.ROOT,
          "%,d releases for each rule, %,d in each of 15 scenarios at 3 rates; seed %d%n%n",
          45 * traces,
          traces,
          seed);
    } finally {
      pool.shutdownNow();
    }
  }

  private void printQualityProgress(int done, int all) {
    printProgress("%d of %d groups of releases are played".formatted(done, all));
  }

  private void measureJudge(PrintWriter out) throws InterruptedException, ExecutionException {
    printProgress("counting the judge's looks");
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      JudgeBenchmark speed = new JudgeBenchmark(seed);
      speed.measure(pool, threads, WARM_UP);
      JudgeBenchmark.JudgeSpeed looks = speed.measure(pool, threads, LOOKING);
      out.printf(
          Locale.ROOT,
          "%,.0f looks a second on %d threads, %,.0f in a second of processor time%n",
          looks.perSecond(),
          threads,
          looks.perProcessorSecond());
    } finally {
      pool.shutdownNow();
    }
  }

  /** A notice, but not more often than every few seconds. */
  private void printProgress(String notice) {
    long now = System.nanoTime();
    if (now - told >= QUIET.toNanos()) {
      told = now;
      spec.commandLine().getErr().println("coalmine: " + notice);
    }
  }

  private void measureRehearsals(PrintWriter out, TrafficProfile callers)
      throws IOException, InterruptedException, ExecutionException {
    String event = Files.readString(Main.root().resolve("events/release.json"));
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
              .mapToObj(i -> pool.submit(() -> rehearseRepeatedly(event, callers, next, outcomes)))
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
  }

  /** One worker has one laptop, and a new world for each release. */
  private Void rehearseRepeatedly(
      String event,
      TrafficProfile callers,
      AtomicInteger next,
      Map<Outcome, AtomicInteger> outcomes)
      throws IOException {
    try (LocalRuntime laptop = new LocalRuntime(Main.root())) {
      for (int seed = next.incrementAndGet(); seed <= releases; seed = next.incrementAndGet()) {
        ReleaseTimeline timeline = new ReleaseTimeline(line -> {}, look -> {});
        RehearsalResult ending = new Rehearsal(laptop, event, callers, seed, timeline).run();
        outcomes.get(ending.outcome()).incrementAndGet();
      }
    }
    return null;
  }
}
