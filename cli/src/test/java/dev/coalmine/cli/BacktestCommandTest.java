package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.BacktestRun;
import dev.coalmine.cli.replay.RecordedMetrics;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.MetricsRecorder;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import dev.coalmine.release.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Recorded metrics go through the real workflow. */
@ExtendWith(ProjectFolderExtension.class)
class BacktestCommandTest {
  private static final Path SAMPLE = ProjectFolder.ROOT.resolve("docs/backtest/errors.json");
  private static final String UNGATED =
      "{\"function\": \"orders\", \"plan\": \"Canary10Percent30Minutes\", \"gate\": {\"metrics\":"
          + " false}}";

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final List<String> lines = new ArrayList<>();
  private final ReleaseTimeline timeline = new ReleaseTimeline(lines::add, look -> {});

  @TempDir private Path folder;

  @Test
  void healthyRecordingPromotesAtAnyPace() {
    String recording = MetricsRecorder.record(LOCAL.runtime(), UNGATED, "healthy", 1, "PT1H");

    assertThat(play("{\"function\": \"orders\"}", recording).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(play(UNGATED, recording).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(lines).noneMatch(line -> line.contains("the recording ends"));
  }

  @Test
  void slowRecordingRollsBackForItsLatency() {
    RehearsalResult ending =
        play(
            "{\"function\": \"orders\"}",
            MetricsRecorder.record(LOCAL.runtime(), UNGATED, "slow", 1, "PT30M"));

    assertThat(ending.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(ending.reason()).contains("latency: canary ");
  }

  @Test
  void recordingWithoutThresholdsIsJudgedByErrorsAlone() {
    String slow = MetricsRecorder.record(LOCAL.runtime(), UNGATED, "slow", 1, "PT1H");
    String counts = slow.replaceAll("\\{\"Id\":\"(p[0-9]+|[a-z]+_above[0-4])\"[^}]*},?", "");

    BacktestRun replayed =
        new BacktestRun(
            "{\"function\": \"orders\"}",
            RecordedMetrics.parse("counts", counts.replace(",]", "]")),
            timeline);

    assertThat(replayed.notes())
        .contains("the recording has no durations above thresholds: latency is not judged");
    assertThat(replayed.run(LOCAL.runtime()).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void worldIsTheOneThatTheRequestNames() {
    String event =
        """
        {"function": "arn:aws:lambda:eu-central-1:123456789012:function:bills", "alias": "now",
         "version": "70000", "gate": {"alarms": ["bills are late"]}}\
        """;

    RehearsalResult ending = play(event, ProjectFolder.read(SAMPLE));

    assertThat(ending.outcomeLine())
        .startsWith("outcome: ROLLED_BACK bills-70000: errors: canary ");
    assertThat(lines.get(0)).contains("bills:now serves version 69999");
  }

  @Test
  void recordedAlarmRollsBack() {
    String alarm =
        """
        {"MetricDataResults": [
          {"Id": "alarm_orders_errors", "Timestamps": ["%s", "%s"], "Values": [0, 1]}]}\
        """
            .formatted(start(), start().plusSeconds(200));

    RehearsalResult ending = play(event("release.json"), "[" + alarm + "," + sampleAnswers() + "]");

    assertThat(ending.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(ending.reason()).contains("alarm orders-errors has been in ALARM");
    assertThat(ending.duration()).hasMinutes(3);
  }

  @Test
  void releaseThatOutlivesItsRecordingEndsAsItSays() {
    String few = MetricsRecorder.record(LOCAL.runtime(), UNGATED, "healthy", 1, "PT8M");

    RehearsalResult ending = play("{\"function\": \"orders\", \"maxDuration\": \"PT40M\"}", few);

    assertThat(ending.outcomeLine())
        .contains("ROLLED_BACK orders-8: inconclusive after maxDuration 40 min");
    assertThat(lines)
        .contains("  08:00                      the recording ends: there is no data from here on");
  }

  @Test
  void alarmSaysNothingOnceTheRecordingHasEnded() {
    String few = MetricsRecorder.record(LOCAL.runtime(), UNGATED, "healthy", 1, "PT8M");

    RehearsalResult ending = play(event("promote-when-inconclusive.json"), few);

    assertThat(ending.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(String.join("\n", lines)).contains("alarm orders-errors is INSUFFICIENT_DATA");
  }

  @Test
  void requestWithFaultsIsRefused() {
    RehearsalResult ending = play(event("refused.json"), ProjectFolder.read(SAMPLE));

    assertThat(ending.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(ending.reason()).contains("unknown field wach");
    assertThat(play("{", ProjectFolder.read(SAMPLE)).outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void multipliedRequestsAreSaid() {
    String event =
        "{\"function\": \"orders\", \"plan\": {\"steps\": [{\"weight\": 80, \"bake\": \"PT2M\"}]}}";
    BacktestRun replayed =
        new BacktestRun(
            event, RecordedMetrics.parse("sample", ProjectFolder.read(SAMPLE)), timeline);

    assertThat(replayed.run(LOCAL.runtime()).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(replayed.warning().orElseThrow())
        .matches("the replay multiplied the canary's recorded requests by [78]\\.\\d: .*");
  }

  @Test
  void logHasALineForEachLook() throws IOException {
    Path log = folder.resolve("looks.jsonl");

    run(1, "backtest", events("release.json"), SAMPLE.toString(), "--log", log.toString());

    assertThat(Files.readAllLines(log))
        .hasSize(10)
        .allMatch(line -> line.startsWith("{\"id\":\"orders-8\",\"minute\":"));
  }

  @Test
  void wrongUsesExitWith64() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.json"), "{\"MetricDataResults\": []}");

    assertThat(run(64, "backtest", events("release.json"), bad.toString()))
        .contains("canary_durations: has no requests")
        .contains("baseline_durations: has no requests");
    assertThat(run(64, "backtest", events("release.json"), "nowhere.json"))
        .contains("recording nowhere.json can't be read");
    assertThat(run(64, "backtest", events("release.json"))).contains("METRICS.json");
  }

  private RehearsalResult play(String event, String recording) {
    lines.clear();
    ReleaseTimeline own = new ReleaseTimeline(lines::add, look -> {});
    return new BacktestRun(event, RecordedMetrics.parse("test", recording), own)
        .run(LOCAL.runtime());
  }

  private static java.time.Instant start() {
    return RecordedMetrics.parse("sample", ProjectFolder.read(SAMPLE)).start();
  }

  /** The elements of the sample's array. */
  private static String sampleAnswers() {
    String text = ProjectFolder.read(SAMPLE).strip();
    return text.substring(1, text.length() - 1);
  }

  private static String event(String file) {
    return ProjectFolder.read(Path.of(events(file)));
  }

  private static String events(String file) {
    return ProjectFolder.ROOT.resolve("events").resolve(file).toString();
  }

  /** The output of a command, on either stream. */
  private static String run(int status, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Main.run(both, both, words)).isEqualTo(status);
    return out.toString(StandardCharsets.UTF_8);
  }
}
