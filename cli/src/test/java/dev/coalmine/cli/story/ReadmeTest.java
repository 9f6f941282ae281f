package dev.coalmine.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.Main;
import dev.coalmine.cli.progress.EngineHistory;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.workflow.ReleaseScenario;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.report.CostEstimate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README shows is what the commands print. */
@ExtendWith(ProjectFolderExtension.class)
class ReadmeTest {
  private static final Pattern SHOWN =
      Pattern.compile("```console\n\\$ ./coalmine ([^\n]*)\n(.*?)\n```", Pattern.DOTALL);

  private final String readme = ReleaseScenario.read(ReleaseScenario.ROOT.resolve("README.md"));

  @ParameterizedTest
  @CsvSource({"README.md, 6", "docs/backtest.md, 1"})
  void everyCommandThatItShowsPrintsWhatItShows(String page, int commands) {
    List<MatchResult> shown =
        SHOWN.matcher(ReleaseScenario.read(ReleaseScenario.ROOT.resolve(page))).results().toList();

    assertThat(shown).hasSize(commands);
    for (MatchResult command : shown) {
      assertThat(printed(command.group(1))).as(command.group(1)).isEqualTo(command.group(2) + "\n");
    }
  }

  @Test
  void itShowsEveryEventAndEveryStateThatHasACodeOfItsOwn() throws IOException {
    List<String> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(ReleaseScenario.ROOT.resolve("events"))) {
      files.forEach(file -> events.add("(events/" + file.getFileName() + ")"));
    }
    assertThat(readme).contains(events);
    for (String function :
        SamTemplate.read(ReleaseScenario.ROOT.resolve("template.yaml")).handlers().keySet()) {
      assertThat(readme).containsPattern("### .*" + function.replaceFirst("Function$", ""));
    }
  }

  @Test
  void itsTestCommandIsTheOneThatContinuousIntegrationRuns() {
    assertThat(readme).contains("`mvn verify`");
    assertThat(ReleaseScenario.read(ReleaseScenario.ROOT.resolve(".ci/run")))
        .contains("mvn -B -ntp verify");
  }

  @Test
  void itsCostIsTheBillOfTheRehearsalThatItShows() throws IOException {
    List<Execution> ran = new ArrayList<>();
    try (LocalRuntime laptop = new LocalRuntime(ReleaseScenario.ROOT)) {
      String event = ReleaseScenario.read(ReleaseScenario.ROOT.resolve("events/release.json"));
      ReleaseTimeline timeline = new ReleaseTimeline(line -> {}, look -> {});
      TrafficProfile callers = TrafficProfile.load("healthy");
      new Rehearsal(
              laptop, event, callers, 1, timeline, (execution, happened) -> ran.add(execution))
          .run();
    }
    CostEstimate bill = CostEstimate.of(EngineHistory.read(ran.get(0)).history());

    assertThat(readme.replace("\n", " "))
        .contains("comes to %.2f cents:".formatted(100 * bill.dollars()))
        .contains(
            "%.0f transitions, %.0f metrics, %.0f events and %.0f invocations"
                .formatted(
                    bill.lines().get(0).count(),
                    bill.lines().get(3).count(),
                    bill.lines().get(4).count(),
                    bill.lines().get(1).count()));
  }

  private static String printed(String arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words =
        Stream.of(arguments.split(" "))
            .map(
                word ->
                    word.matches("(events|docs)/.*")
                        ? ReleaseScenario.ROOT.resolve(word).toString()
                        : word)
            .toArray(String[]::new);
    Main.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        words);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    return out.toString(StandardCharsets.UTF_8).replace(ReleaseScenario.ROOT + "/", "");
  }
}
