package dev.coalmine.cli;

import dev.coalmine.cli.bench.DecisionQuality;
import dev.coalmine.cli.bench.DecisionQualityTable;
import dev.coalmine.cli.bench.FieldQuality;
import dev.coalmine.cli.bench.FieldQualityTable;
import dev.coalmine.cli.bench.JudgeBenchmark;
import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.project.ProjectFiles;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how well the judge decides, and how fast it and the rehearsals are. */
@Command(
    name = "bench",
    header = "Measure decision quality and speed against the rules of other tools.",
    description = {
      "%nFirst simulates releases in 15 scenarios at 5, 50 and 10,000 requests per minute, and"
          + " compares the decisions. Then measures how many minutes the judge evaluates per"
          + " second. Last rehearses events/release.json many times, each time with another seed,"
          + " and prints the rate.",
      "Then simulates releases in the field, container by container: warm-up of new containers,"
          + " errors in clusters, incidents, bursty and sparse traffic. A stall is a canary that is"
          + " neither rolled back nor at 100 % after 120 minutes.",
      "With --scale, it plays many releases at a time instead: each has a function of its own, all"
          + " share one account with AWS' default rate limits. The tables have outcomes, calls by"
          + " operation, and how long verdicts and alarms take until the alias is restored.",
      "A miss is a bad canary that is not rolled back within 90 minutes. The last two columns count"
          + " the requests that fail because of a bad canary: the mean over all releases with a"
          + " canary that fails more, and the 95th percentile of the worst scenario.%n"
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
          "Simulated releases per scenario and request rate; 0 skips decision quality (default:"
              + " ${DEFAULT-VALUE}).")
  private int traces;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of the simulated releases; the same seed gives the same table (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--field",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Simulated releases in each condition of the field; 0 skips them (default:"
              + " ${DEFAULT-VALUE}).")
  private int field;

  @Option(
      names = "--runtime",
      paramLabel = "ID",
      defaultValue = "",
      description =
          "Lambda's identifier of the runtime in the first table, such as python3.13; the judge"
              + " waits for versions to warm up if their runtime compiles while it runs, or if it"
              + " is unknown (default: unknown).")
  private String runtime;

  @Option(names = "--cells", description = "Also prints a table for each scenario.")
  private boolean cells;

  @Option(
      names = "--releases",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of rehearsals; 0 skips them (default: ${DEFAULT-VALUE}).")
  private int releases;

  @Option(
      names = "--traffic",
      paramLabel = "NAME or FILE",
      completionCandidates = TrafficNames.class,
      defaultValue = "healthy",
      description =
          "Simulated traffic of the rehearsals: a built-in name or a JSON file (default:"
              + " ${DEFAULT-VALUE}).")
  private String traffic;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of threads (default: one per processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private ScaleOptions scale;

  @Spec private CommandSpec spec;

  private long lastNotice = System.nanoTime();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    if (threads < 1 || traces < 0 || field < 0 || releases < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--threads must be at least 1, --traces, --field and --releases at least 0, not %d, %d, %d and %d"
              .formatted(threads, traces, field, releases));
    }
    if (!scale.fault().isEmpty()) {
      throw new ParameterException(spec.commandLine(), scale.fault());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (scale.isAsked()) {
      scale.play(out, seed, this::printProgress);
      return 0;
    }
    TrafficProfile callers = InputFiles.readTraffic(spec, traffic);
    if (traces > 0) {
      measureQuality(out);
    }
    if (field > 0) {
      measureField(out);
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
              DecisionQuality.measure(traces, runtime, seed, pool, this::printQualityProgress));
      if (cells) {
        table.details().forEach(out::println);
        out.println();
      }
      table.summary().forEach(out::println);
      out.printf(
          Locale.ROOT,
          "%,d releases per rule, %,d in each of 15 scenarios at 3 request rates; seed %d%n%n",
          45 * traces,
          traces,
          seed);
    } finally {
      pool.shutdownNow();
    }
  }

  private void measureField(PrintWriter out) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      FieldQuality quality =
          FieldQuality.measure(
              field,
              seed,
              pool,
              (done, all) -> printProgress("simulated %d of %d conditions".formatted(done, all)));
      new FieldQualityTable(quality).lines().forEach(out::println);
      out.printf(
          Locale.ROOT,
          "%,d releases per rule in each condition of the field; healthy: %% of false rollbacks /"
              + " stalls @ median minute to 100 %%; faulty (†): %% missed @ median minute of the"
              + " rollback; seed %d%n%n",
          field,
          seed);
    } finally {
      pool.shutdownNow();
    }
  }

  private void printQualityProgress(int done, int all) {
    printProgress("simulated %d of %d groups of releases".formatted(done, all));
  }

  private void measureJudge(PrintWriter out) throws InterruptedException, ExecutionException {
    printProgress("measuring the speed of the judge");
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      JudgeBenchmark speed = new JudgeBenchmark(seed);
      speed.measure(pool, threads, WARM_UP);
      JudgeBenchmark.JudgeSpeed looks = speed.measure(pool, threads, LOOKING);
      out.printf(
          Locale.ROOT,
          "%,.0f checks per second on %d threads, %,.0f per second of processor time%n",
          looks.perSecond(),
          threads,
          looks.perProcessorSecond());
    } finally {
      pool.shutdownNow();
    }
  }

  /** Prints a notice, at most one every few seconds. */
  private synchronized void printProgress(String notice) {
    long now = System.nanoTime();
    if (now - lastNotice >= QUIET.toNanos()) {
      lastNotice = now;
      spec.commandLine().getErr().println("coalmine: " + notice);
    }
  }

  private void measureRehearsals(PrintWriter out, TrafficProfile callers)
      throws IOException, InterruptedException, ExecutionException {
    String event = Files.readString(ProjectFiles.releaseEvent());
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
        "%d releases in %.1f s on %d threads: %.0f releases per second%n",
        releases, seconds, threads, releases / seconds);
    outcomes.forEach((outcome, count) -> out.printf("  %-12s %d%n", outcome, count.get()));
  }

  /** One worker uses one runtime, and a new account for each release. */
  private Void rehearseRepeatedly(
      String event,
      TrafficProfile callers,
      AtomicInteger next,
      Map<Outcome, AtomicInteger> outcomes)
      throws IOException {
    // Bound: clients that handlers make late would find the address of another worker's account.
    try (LocalRuntime runtime = new LocalRuntime(ProjectFiles.root()).bindThread()) {
      for (int seed = next.incrementAndGet(); seed <= releases; seed = next.incrementAndGet()) {
        ReleaseTimeline timeline = new ReleaseTimeline(line -> {}, look -> {});
        RehearsalResult result = new Rehearsal(runtime, event, callers, seed, timeline).run();
        outcomes.get(result.outcome()).incrementAndGet();
        printProgress("rehearsed %d of %d releases".formatted(seed, releases));
      }
    }
    return null;
  }
}
