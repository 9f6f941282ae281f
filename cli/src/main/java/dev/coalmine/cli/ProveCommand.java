package dev.coalmine.cli;

import dev.coalmine.cli.prove.Explorer;
import dev.coalmine.cli.prove.Proof;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays releases with a fault at each of their calls to AWS, and judges what is left. */
@Command(
    name = "prove",
    header = "Play releases with faults at every call to AWS, and judge what is left.",
    description = {
      "%nPlays each story once without a fault and notes its calls to AWS. Then plays it again for"
          + " each call and each kind of fault that can happen to it, in virtual time. 45 minutes"
          + " after the end of each release, reads what the targets serve and what was said.",
      "Prints a table by fault, and a line for each distinct violation with the command that"
          + " replays it. Exit status: 0 no violation, 1 violations, 2 an unknown name.%n"
    },
    mixinStandardHelpOptions = true)
final class ProveCommand implements Callable<Integer> {
  private static final int VIOLATED = 1;
  private static final int UNKNOWN = 2;
  private static final Duration QUIET = Duration.ofSeconds(5);

  @Option(
      names = {"--story", "--stories"},
      paramLabel = "NAME",
      split = ",",
      description = "Only these stories (default: all).")
  private List<String> stories = List.of();

  @Option(
      names = {"--fault", "--faults"},
      paramLabel = "KIND",
      split = ",",
      description = "Only these kinds of faults (default: all).")
  private List<String> faults = List.of();

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "1",
      description = "Only every n-th scenario (default: ${DEFAULT-VALUE}).")
  private int stride;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "0",
      description = "So many random pairs of faults instead of all single ones.")
  private int pairs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the pairs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Begin no more scenarios after so many seconds, and count those that were played. What"
              + " has to be played before, to find the scenarios, takes its own time (default:"
              + " play all).")
  private int seconds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of threads (default: two per processor: clients wait for retries).")
  private int threads = 2 * Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"--replay", "--one"},
      paramLabel = "'STORY|CALL|FAULT'",
      description = "Replay one scenario, with every call and change shown.")
  private String replay = "";

  @Option(names = "--list", description = "Print the names of stories and faults.")
  private boolean list;

  @Spec private CommandSpec spec;

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger violated = new AtomicInteger();
  private final AtomicLong start = new AtomicLong();
  private final AtomicLong lastNotice = new AtomicLong();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (threads < 1 || stride < 1 || pairs < 0 || seconds < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--threads and --stride must be at least 1, --pairs and --seconds at least 0, not %d, %d, %d and %d"
              .formatted(threads, stride, pairs, seconds));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      Proof.list(out::println);
      return 0;
    }
    try {
      return (replay.isEmpty() ? explore(out) : Proof.replay(replay, out::println)) ? 0 : VIOLATED;
    } catch (Proof.UnknownNameException unknown) {
      spec.commandLine().getErr().println("coalmine prove: " + unknown.getMessage());
      return UNKNOWN;
    }
  }

  private boolean explore(PrintWriter out) throws Proof.UnknownNameException, InterruptedException {
    long begun = System.nanoTime();
    Proof proof = new Proof(new Proof.Choice(stories, faults, stride, pairs, seed), out::println);
    Explorer explorer = new Explorer(threads, this::onRun);
    boolean kept = proof.explore(seconds == 0 ? explorer : explorer.endingAfter(limit()));
    double took = seconds(System.nanoTime() - begun);
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "coalmine: %.0f s on %d threads, %.1f runs per second%n",
            took,
            threads,
            done.get() / took);
    return kept;
  }

  private Duration limit() {
    return Duration.ofSeconds(seconds);
  }

  private void onRun(int all, int violations) {
    long now = System.nanoTime();
    start.compareAndSet(0, now);
    int played = done.incrementAndGet();
    if (violations > 0) {
      violated.incrementAndGet();
    }
    long last = lastNotice.get();
    if (now - last >= QUIET.toNanos() && lastNotice.compareAndSet(last, now)) {
      double left = seconds(now - start.get()) / played * (all - played);
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "coalmine: %,d of %,d runs, %,d with violations, %.0f min left%n",
              played,
              all,
              violated.get(),
              Math.ceil(left / 60));
    }
  }

  private static double seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1000.0;
  }
}
