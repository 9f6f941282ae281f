package dev.coalmine.cli;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseLineTracker;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.progress.ReportWriter;
import dev.coalmine.cli.progress.RunningReleases;
import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.rehearsal.InvalidWorldException;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.RehearsedAccount;
import dev.coalmine.cli.rehearsal.ScriptedCommand;
import dev.coalmine.cli.rehearsal.ScriptedOperator;
import dev.coalmine.cli.rehearsal.TrafficTargets;
import dev.coalmine.cli.sam.TemplateException;
import dev.coalmine.cli.terminal.ProgressOutput;
import dev.coalmine.cli.terminal.TerminalFeatures;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.clock.DaemonTaskExecutor;
import dev.coalmine.embedded.clock.ScaledClock;
import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays one release through the real workflow and the real handlers, on an embedded AWS. */
@Command(
    name = "rehearse",
    header = "Play a release in virtual time, with simulated traffic.",
    description = {
      "%nThe real state machine and the real handlers run on an embedded AWS. Its account has the"
          + " functions, aliases, stages, alarms and hooks that the request names, and what --world"
          + " describes.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 promoted, 1 rolled back, 2 refused, 3 stuck.",
      "Built-in traffic: healthy, failing, errors, slow, leak, delayed, shared-incident, quiet,"
          + " silent, warming-up. docs/traffic.md describes the format of traffic files.",
      "Example: coalmine rehearse events/approve.json --traffic slow --tell 25:approve"
    })
final class RehearseCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "EVENT.json",
      description =
          "What starts the release: an execution input, an EventBridge event, a CodePipeline job or"
              + " a CloudFormation request; - is standard input (default: events/release.json).")
  private Optional<Path> event;

  @Option(
      names = "--traffic",
      paramLabel = "NAME or FILE",
      completionCandidates = TrafficNames.class,
      defaultValue = "healthy",
      description =
          "Simulated traffic: a built-in name or a JSON file (default: ${DEFAULT-VALUE}).")
  private String traffic;

  @Option(
      names = "--world",
      paramLabel = "FILE.json",
      description =
          "Describes the account: versions, aliases, APIs, and alarms as aws cloudwatch"
              + " describe-alarms prints them (default: made from the request).")
  private Optional<Path> world;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of all random numbers; the same seed plays the same release (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description =
          "Sets a parameter of the template, such as MinimumBake=PT10M; can be given several"
              + " times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Mixin private LookLogOption log;

  @Mixin private ReportFileOption report;

  @Option(
      names = "--tell",
      paramLabel = "MIN:COMMAND[=WHY]",
      converter = ScriptedCommandConverter.class,
      description =
          "Sends a command to the release MIN minutes after its start: approve, reject, pause,"
              + " resume, skip, promote or rollback. Can be given several times.")
  private List<ScriptedCommand> script = new ArrayList<>();

  @Option(
      names = "--poll-only",
      description = "Alarms do not wake the release; it reads them only at its polls.")
  private boolean pollOnly;

  @Option(
      names = "--real-time",
      description =
          "Plays at the speed of the wall clock. On a terminal, a live line below the others shows"
              + " the release.")
  private boolean realTime;

  @Option(
      names = "--json",
      description =
          "Prints one JSON document at the end: outcome, timeline, and each check as --log has it.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    RehearsalPrinter printer = new RehearsalPrinter(json, spec.commandLine().getOut());
    InputFiles.requireOneStandardInput(
        spec,
        Stream.of(event, world, Optional.of(traffic))
            .flatMap(Optional::stream)
            .map(String::valueOf));
    RehearsedAccount account = account();
    TrafficProfile callers = InputFiles.readTraffic(spec, traffic);
    try (LocalRuntime runtime = startRuntime();
        PrintWriter looks = log.open();
        ReportWriter page = report.open()) {
      Consumer<Map<String, Object>> log = look -> looks.println(Json.toText(look));
      RehearsalResult result =
          realTime
              ? inRealTime(runtime, account, callers, printer, log, page)
              : inVirtualTime(runtime, account, callers, printer, log, page);
      printer.end(result);
      page.write();
      this.log.requireWritten(looks);
      return result.outcome().exitCode();
    }
  }

  private RehearsalResult inVirtualTime(
      LocalRuntime runtime,
      RehearsedAccount account,
      TrafficProfile callers,
      RehearsalPrinter printer,
      Consumer<Map<String, Object>> log,
      ReportWriter page) {
    Consumer<String> lines = spec.commandLine().getOut()::println;
    ReleaseTimeline timeline = printer.timeline(lines, log);
    Rehearsal.RehearsalSetup setup =
        Rehearsal.setup(
            world -> {
              create(account, world);
              startTraffic(account, world, callers);
            });
    Rehearsal rehearsal =
        new Rehearsal(runtime, account.event(), setup, seed, timeline, page, parameters);
    applyScript(rehearsal.world(), timeline);
    printer.begin(eventName(), traffic, seed, account.lines(), lines);
    return rehearsal.run();
  }

  private void applyScript(SimulatedAccount world, ReleaseTimeline timeline) {
    if (pollOnly) {
      world.disableWake();
    }
    ScriptedOperator operator = new ScriptedOperator(world, timeline);
    script.forEach(operator::schedule);
  }

  private RehearsalResult inRealTime(
      LocalRuntime runtime,
      RehearsedAccount account,
      TrafficProfile callers,
      RehearsalPrinter printer,
      Consumer<Map<String, Object>> log,
      ReportWriter page) {
    try (ScaledClock clock = new ScaledClock(Instant.now(), 1);
        DaemonTaskExecutor threads = new DaemonTaskExecutor();
        ProgressOutput lines = openLines(clock)) {
      ReleaseTimeline timeline = printer.timeline(lines::print, log);
      ExecutionListener all =
          page.andThen(new RunningReleases(List.of(new ReleaseLineTracker(lines))))
              .andThen(timeline);
      SimulatedAccount world =
          new SimulatedAccount(runtime, clock, threads, false, seed, all, parameters)
              .enableTriggers();
      create(account, world);
      startTraffic(account, world, callers);
      applyScript(world, timeline);
      printer.begin(eventName(), traffic, seed, account.lines(), lines::print);
      return Rehearsal.run(world, account.event(), timeline, CompletableFuture::join);
    }
  }

  private ProgressOutput openLines(ScaledClock clock) {
    TerminalFeatures terminal = json ? TerminalFeatures.NONE : TerminalFeatures.detect();
    return ProgressOutput.open(spec.commandLine().getOut(), terminal, clock);
  }

  private void create(RehearsedAccount account, SimulatedAccount world) {
    try {
      account.createIn(world);
    } catch (InvalidWorldException bad) {
      throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }

  private void startTraffic(
      RehearsedAccount account, SimulatedAccount world, TrafficProfile callers) {
    TrafficTargets.readFrom(account.event()).startTraffic(world, callers, seed);
  }

  private LocalRuntime startRuntime() throws IOException {
    LocalRuntime runtime = new LocalRuntime(ProjectFiles.root());
    try {
      runtime.template().checkParameters(parameters);
      return runtime;
    } catch (TemplateException fault) {
      runtime.close();
      throw new ParameterException(spec.commandLine(), "--parameter: " + fault.getMessage());
    }
  }

  private String eventName() {
    return event.map(InputFiles::name).orElse(ProjectFiles.RELEASE_EVENT);
  }

  private RehearsedAccount account() {
    Path file = event.orElseGet(ProjectFiles::releaseEvent);
    String input = InputFiles.readText(spec, "event", file);
    if (world.isEmpty()) {
      return RehearsedAccount.of(input);
    }
    String source = InputFiles.name(world.get());
    try {
      return RehearsedAccount.of(input, source, InputFiles.readText(spec, "world", world.get()));
    } catch (InvalidWorldException bad) {
      throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
