package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.text.JsonView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of a rehearsal, and of a release in an account. */
@ExtendWith(ProjectFolderExtension.class)
class ReportCommandTest {
  private static final String ORDERS =
      "{'function': 'orders', 'watch': 'PT0S', 'gate': {'metrics': false},"
          + " 'plan': {'steps': [{'weight': 10, 'bake': 'PT10M'}]}}";
  private static final String ARN = "arn:aws:states:us-east-1:000000000000:execution:coalmine:";

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.listening();

  @TempDir private static Path folder;

  private CliDriver cli;

  @BeforeEach
  void arrive() throws IOException {
    cli = new CliDriver(LOCAL.runtime(), folder);
    Files.deleteIfExists(page());
  }

  private static Path page() {
    return folder.resolve("page.html");
  }

  private CliDriver.CliResult report(String id, String... more) {
    return cli.run(
        Stream.concat(Stream.of("report", id, "--out", page().toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private Map<String, Object> list(String workflow) {
    return cli.run("list", "--workflow", workflow, "--json").json();
  }

  /** The output of a command that needs no account, on either stream. */
  private static String run(int status, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Main.run(both, both, words)).isEqualTo(status);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String event(String name) {
    return ProjectFolder.ROOT.resolve("events").resolve(name).toString();
  }

  private static String file(String request) throws IOException {
    return Files.writeString(folder.resolve("request.json"), request).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "release.json, healthy, 0",
    "release.json, failing, 1",
    "refused.json, healthy, 2",
    "new-version.json, failing, 1",
    "pipeline-job.json, failing, 1",
    "stack-update.json, failing, 1"
  })
  void aRehearsalIsDrawnHoweverItEnds(String event, String traffic, int exit) throws IOException {
    String said =
        run(exit, "rehearse", event(event), "--traffic", traffic, "--report", page().toString());

    assertThat(Files.readString(page())).startsWith("<!doctype html>").endsWith("</html>\n");
    assertThat(said.lines()).last().asString().startsWith("outcome: ");
  }

  @Test
  void aBacktestIsDrawn() throws IOException {
    run(
        1,
        "backtest",
        event("release.json"),
        ProjectFolder.ROOT.resolve("docs/backtest/errors.json").toString(),
        "--report",
        page().toString());

    assertThat(Files.readString(page())).endsWith("</html>\n");
  }

  @Test
  void whereNothingIsReleasedThereIsNothingToDraw() throws IOException {
    Files.writeString(page(), "an older page");

    String said = run(2, "rehearse", file("{'function': 'orders'}"), "--report", page().toString());

    assertThat(said)
        .contains("\noutcome: REFUSED: ")
        .endsWith("\nno report was written: no release started\n");
    assertThat(page()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"rehearse", "backtest"})
  void aPageThatCanNotBeWrittenIsAWrongCommandLine(String command) {
    String[] words =
        command.equals("rehearse")
            ? new String[] {command, "--report", folder + "/gone/page.html"}
            : new String[] {
              command,
              event("release.json"),
              ProjectFolder.ROOT.resolve("docs/backtest/errors.json").toString(),
              "--report",
              folder + "/gone/page.html"
            };

    assertThat(run(64, words))
        .startsWith(
            "coalmine %s: report %s/gone/page.html can't be written: there is no such file or folder\n"
                .formatted(command, folder));
  }

  @Test
  void aReleaseThatRunsIsDrawnUpToNow() throws IOException {
    cli.startRelease(ORDERS, "--name", "friday");

    CliDriver.CliResult typed = report("orders-8");

    assertThat(typed.exit()).as(typed.text()).isZero();
    assertThat(typed.out())
        .isEqualTo("report %s\nso far: RUNNING orders-8: canary 8 gets 10 %%\n".formatted(page()));
    assertThat(typed.err()).isEmpty();
    assertThat(Files.readString(page())).endsWith("</html>\n");
  }

  @ParameterizedTest
  @CsvSource({"orders-8", "friday", ARN + "friday"})
  void oneThatHasEndedIsFoundByAnyName(String name) {
    cli.startRelease(ORDERS, "--name", "friday");
    cli.advance(Duration.ofMinutes(11));

    assertThat(report(name).out())
        .isEqualTo(
            ("report %s\n"
                    + "outcome: PROMOTED orders-8: canary 8 serves all traffic; step at 10 %% passed:"
                    + " time alone: the gate has no alarms and no metrics\n")
                .formatted(page()));
  }

  @Test
  void machinesReadWhereItIs() {
    cli.startRelease(ORDERS, "--name", "friday");

    assertThat(report("friday", "--json").json())
        .containsEntry("report", page().toString())
        .containsEntry("standing", "RUNNING")
        .containsEntry("execution", ARN + "friday");
  }

  @Test
  void itIsCalledLikeItsExecutionUnlessToldOtherwise() throws IOException {
    cli.startRelease(ORDERS, "--name", "report-of-friday");
    Path here = Path.of("report-of-friday.html");
    try {
      assertThat(cli.run("report", "orders-8").out()).startsWith("report report-of-friday.html\n");
      assertThat(here).isNotEmptyFile();
    } finally {
      Files.deleteIfExists(here);
    }
  }

  @Test
  void standardOutputHasThePageAlone() {
    cli.startRelease(ORDERS, "--name", "friday");

    CliDriver.CliResult typed = cli.run("report", "friday", "--out", "-");

    assertThat(typed.out()).startsWith("<!doctype html>").endsWith("</html>\n");
    assertThat(typed.err()).isEmpty();
    assertThat(cli.run("report", "friday", "--out", "-", "--json").exit()).isEqualTo(64);
  }

  @Test
  void aLongHistoryIsReadPageByPage() {
    cli.startRelease(ORDERS.replace("PT0S", "PT3H"), "--name", "friday");
    cli.advance(Duration.ofHours(4));

    CliDriver.CliResult typed = report("friday");

    assertThat(typed.exit()).isZero();
    assertThat(typed.err())
        .isEqualTo(
            """
            read 1,000 events of the execution's history
            read 2,000 events of the execution's history
            """);
  }

  @Test
  void aRefusedReleaseIsDrawnToo() throws IOException {
    cli.startRelease("{'function': 'nobody'}", "--name", "friday");

    assertThat(report("friday").out()).contains("\noutcome: REFUSED friday: ");
    assertThat(Files.readString(page())).endsWith("</html>\n");
  }

  @Test
  void aStacksExecutionIsNoRelease() {
    String event = ProjectFolder.read(Path.of(event("stack-update.json")));
    assertThat(
            cli.world
                .stacks()
                .sendRequest(Json.parseObject(event.getBytes(StandardCharsets.UTF_8))))
        .isNotDone();
    cli.advance(Duration.ofSeconds(1));
    Object first = ((List<?>) list("coalmine-stacks").get("releases")).get(0);
    String arn = String.valueOf(JsonView.of(first).map().get("execution"));

    CliDriver.CliResult typed = report(arn);

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine report: %s is not a release: its execution has no state Prepare\n"
                .formatted(arn));
    assertThat(page()).doesNotExist();
  }

  @Test
  void aReleaseOfAnotherVersionOfCoalmineIsNotDrawn() {
    cli.world
        .lambda()
        .setRunner(
            StackName.functionName("PrepareFunction"),
            call ->
                new FunctionRunner.FunctionResult(
                    "{\"schema\": 99, \"decision\": \"FINISH\", \"event\": \"NONE\"}"
                        .getBytes(StandardCharsets.UTF_8),
                    false,
                    Duration.ZERO));
    cli.startRelease(ORDERS, "--name", "friday");

    CliDriver.CliResult typed = report("friday");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine report: can't read the history of friday, which another version of Coalmine"
                + " wrote: cannot read the release document: its schema is 99, this version reads"
                + " 5; use the report command of that version\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gone | there is no release gone among the running releases and the last 50 that ended;"
            + " coalmine list shows them",
        "not one | not one must be the id of a release, or the name or ARN of an execution"
      })
  void whatNamesNothingIsAWrongCommandLine(String name, String says) {
    CliDriver.CliResult typed = report(name);

    assertThat(typed.exit()).isEqualTo(64);
    assertThat(typed.err()).isEqualTo("coalmine report: " + says + "\n");
  }

  @Test
  void aPlaceThatCanNotBeWrittenHasAStatusOfItsOwn() {
    cli.startRelease(ORDERS, "--name", "friday");

    CliDriver.CliResult typed = cli.run("report", "friday", "--out", folder + "/gone/page.html");

    assertThat(typed.exit()).isEqualTo(74);
    assertThat(typed.err())
        .isEqualTo(
            "coalmine report: report %s/gone/page.html can't be written: there is no such file or folder\n"
                .formatted(folder));
  }
}
