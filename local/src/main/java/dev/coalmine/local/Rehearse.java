package dev.coalmine.local;

import dev.coalmine.local.asl.DaemonThreads;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.ScaledClock;
import dev.coalmine.local.json.Json;
import dev.coalmine.local.terminal.Lines;
import dev.coalmine.local.terminal.Terminal;
import dev.coalmine.local.traffic.Traffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays one release through the real workflow and the real handlers, on an embedded AWS. */
@Command(
    name = "rehearse",
    header = "Plays a release in virtual time, with simulated traffic.",
    description = {
      "%nThe real state machine and the real handlers run on an embedded AWS, whose world has function"
          + " orders with versions 7 and 8, alias live at 7 and next at 8, and alarm orders-errors on"
          + " version 8; functions billing (3, 4) and mail (11, 12) with alias live; and API a1b2c3d4e5,"
          + " whose stage prod asks orders by its variable lambdaAlias.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 promoted, 1 rolled back, 2 refused, 3 stuck.",
      "Built-in traffic: healthy, failing, errors, slow, leak, delayed, shared-incident, quiet, silent;"
          + " docs/traffic.md describes files of your own."
    })
final class Rehearse implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "EVENT.json",
      description = "What starts the release (default: events/release.json).")
  private Optional<Path> event;

  @Option(
      names = "--traffic",
      paramLabel = "NAME or FILE",
      defaultValue = "healthy",
      description = "Who calls meanwhile what is released (default: ${DEFAULT-VALUE}).")
  private String traffic;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same release (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private LookLog log;

  @Mixin private ReportFile report;

  @Option(
      names = "--tell",
      paramLabel = "MIN:COMMAND[=WHY]",
      converter = Saying.Reader.class,
      description =
          "Says at that minute what a person could: approve, reject, pause, resume, skip, promote or"
              + " rollback; may be given several times.")
  private List<Saying> sayings = new ArrayList<>();

  @Option(
      names = "--poll-only",
      description = "No alarm wakes the release: it looks at its polls alone.")
  private boolean pollOnly;

  @Option(
      names = "--real-time",
      description =
          "Takes as long as a release really takes. On a terminal a line below the others shows how it"
              + " stands.")
  private boolean realTime;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String input = input();
    Traffic callers = InputFile.traffic(spec, traffic);
    try (Laptop laptop = new Laptop(Local.root());
        PrintWriter looks = log.open();
        Draft page = report.open()) {
      out.printf("event %s, traffic %s, seed %d%n%n", name(), traffic, seed);
      Consumer<Map<String, Object>> log = look -> looks.println(Json.text(look));
      Ending ending =
          realTime
              ? inRealTime(laptop, input, callers, out, log, page)
              : inVirtualTime(laptop, input, callers, new Timeline(out::println, log), page);
      out.println();
      out.println(ending.line());
      page.draw();
      return ending.outcome().exitCode();
    }
  }

  private Ending inVirtualTime(
      Laptop laptop, String input, Traffic callers, Timeline timeline, Draft page) {
    Rehearsal rehearsal = new Rehearsal(laptop, input, callers, seed, timeline, page);
    meddle(rehearsal.world(), timeline);
    return rehearsal.play();
  }

  /** What is otherwise in this rehearsal. */
  private void meddle(World world, Timeline timeline) {
    if (pollOnly) {
      world.letNobodyWake();
    }
    Voice voice = new Voice(world, timeline);
    sayings.forEach(voice::say);
  }

  private Ending inRealTime(
      Laptop laptop,
      String input,
      Traffic callers,
      PrintWriter out,
      Consumer<Map<String, Object>> log,
      Draft page) {
    try (ScaledClock clock = new ScaledClock(Instant.now(), 1);
        DaemonThreads threads = new DaemonThreads();
        Lines lines = Lines.to(out, Terminal.ofLauncher(), clock)) {
      Timeline timeline = new Timeline(lines::print, log);
      ExecutionListener all = page.andThen(new LiveReleases(lines)).andThen(timeline);
      World world = new World(laptop, clock, threads, false, seed, all).openDoors();
      Scene.in(world);
      WhoCalls.of(input).in(world, callers, seed);
      meddle(world, timeline);
      return Rehearsal.play(world, input, timeline, CompletableFuture::join);
    }
  }

  private Path file() {
    return event.orElseGet(() -> Local.root().resolve("events/release.json"));
  }

  private String name() {
    return event.map(Path::toString).orElse("events/release.json");
  }

  private String input() {
    return InputFile.text(spec, "event", file());
  }
}
