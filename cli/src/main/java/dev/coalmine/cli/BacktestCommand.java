package dev.coalmine.cli;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.progress.ReportWriter;
import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.rehearsal.BacktestRun;
import dev.coalmine.cli.replay.InvalidRecordingException;
import dev.coalmine.cli.replay.RecordedMetrics;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays recorded metrics through the real workflow and the real handlers. */
@Command(
    name = "backtest",
    header = "Replay recorded metrics through the gate and plan of a request.",
    description = {
      "%nShows what the release would have done. The real state machine and the real handlers run"
          + " in virtual time, from the first minute in which the recording has canary requests.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 promoted, 1 rolled back, 2 refused, 3 stuck.",
      "docs/backtest.md explains how to record metrics, what is rescaled, and the limits.",
      "Example: coalmine backtest events/release.json docs/backtest/errors.json"
    })
final class BacktestCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "EVENT.json",
      description =
          "What starts the release: an execution input or another event that AWS would send; - is"
              + " standard input.")
  private Path event;

  @Parameters(
      index = "1",
      paramLabel = "METRICS.json",
      description = {
        "Results of GetMetricData as the AWS CLI writes them: one object, or an array of objects; -"
            + " is standard input."
      })
  private Path metrics;

  @Mixin private LookLogOption log;

  @Mixin private ReportFileOption report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    InputFiles.requireOneStandardInput(spec, Stream.of(event, metrics).map(Path::toString));
    String input = InputFiles.readText(spec, "event", event);
    RecordedMetrics recording = recording();
    try (LocalRuntime runtime = new LocalRuntime(ProjectFiles.root());
        PrintWriter looks = log.open();
        ReportWriter page = report.open()) {
      ReleaseTimeline timeline =
          new ReleaseTimeline(out::println, look -> looks.println(Json.toText(look)));
      BacktestRun replayed = new BacktestRun(input, recording, timeline);
      if (replayed.unsuitableReason().isPresent()) {
        throw new ParameterException(spec.commandLine(), replayed.unsuitableReason().get());
      }
      out.printf("event %s, recording %s%n", InputFiles.name(event), InputFiles.name(metrics));
      replayed.notes().forEach(out::println);
      out.println();
      RehearsalResult result = replayed.run(runtime, page);
      out.println();
      replayed.warning().ifPresent(out::println);
      out.println(result.outcomeLine());
      page.write();
      log.requireWritten(looks);
      return result.outcome().exitCode();
    }
  }

  private RecordedMetrics recording() {
    try {
      return RecordedMetrics.parse(
          InputFiles.name(metrics), InputFiles.readText(spec, "recording", metrics));
    } catch (InvalidRecordingException bad) {
      throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
