package dev.coalmine.local;

import dev.coalmine.local.json.Json;
import dev.coalmine.local.replay.BadRecording;
import dev.coalmine.local.replay.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays recorded metrics through the real workflow and the real handlers. */
@Command(
    name = "backtest",
    description = {
      "Replays recorded metrics through a request's gate and plan: what would have",
      "happened. The real state machine and the real handlers run in virtual time,",
      "from the first minute in which the recording has requests to the canary."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 promoted, 1 rolled back, 2 refused, 3 stuck.",
      "docs/backtest.md says how to record, what is rescaled and where the limits are."
    })
final class Backtest implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "EVENT.json", description = "What starts the release.")
  private Path event;

  @Parameters(
      index = "1",
      paramLabel = "METRICS.json",
      description = {
        "Answers of GetMetricData as the AWS CLI writes them: one object, or an array of them."
      })
  private Path metrics;

  @Mixin private LookLog log;

  @Mixin private ReportFile report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String input = InputFile.text(spec, "event", event);
    Recording recording = recording();
    try (Laptop laptop = new Laptop(Local.root());
        PrintWriter looks = log.open();
        Draft page = report.open()) {
      Timeline timeline = new Timeline(out::println, look -> looks.println(Json.text(look)));
      Replayed replayed = new Replayed(input, recording, timeline);
      if (replayed.unfit().isPresent()) {
        throw new ParameterException(spec.commandLine(), replayed.unfit().get());
      }
      out.printf("event %s, recording %s%n", event, metrics);
      replayed.remarks().forEach(out::println);
      out.println();
      Ending ending = replayed.play(laptop, page);
      out.println();
      replayed.caution().ifPresent(out::println);
      out.println(ending.line());
      page.draw();
      return ending.outcome().exitCode();
    }
  }

  private Recording recording() {
    try {
      return Recording.parse(metrics.toString(), InputFile.text(spec, "recording", metrics));
    } catch (BadRecording bad) {
      throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
