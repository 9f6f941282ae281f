package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ProjectFolderExtension;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rehearsal can be steered by a script, and can run on its polls alone. */
@ExtendWith(ProjectFolderExtension.class)
class RehearseCommandTest {
  private static final String ASKS =
      """
      {"function": "orders", "approve": [50], "watch": "PT0S", "gate": {"metrics": false},
       "plan": {"steps": [{"weight": 10, "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}]}}
      """;

  @TempDir private Path folder;

  private List<String> rehearse(int exit, String request, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("request.json"), request);
    List<String> words = new ArrayList<>(List.of("rehearse", file.toString()));
    words.addAll(List.of(options));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Main.run(said, said, words.toArray(String[]::new))).isEqualTo(exit);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7:approve | 0 | 07:00   10 %  Steer        50 % approved by you",
        "7:approve=looks fine | 0 | 07:00   10 %  Steer        50 % approved by you: looks fine",
        "7:reject=too slow | 1 | 07:00    0 %  Rollback     version 7 serves all traffic again",
        "2:rollback | 1 | 02:00    0 %  Rollback     version 7 serves all traffic again",
        "2:promote | 0 | 02:00  100 %  Promote      canary 8 serves all traffic; promoted by you",
        "2:approve | 1 | 02:00                      ignored approve by you: the release is not"
            + " waiting for approval"
      })
  void itIsToldWhatAPersonWouldSay(String told, int exit, String line) throws IOException {
    assertThat(rehearse(exit, ASKS, "--tell", told)).contains("  " + line);
  }

  @Test
  void itIsToldSeveralThings() throws IOException {
    assertThat(
            rehearse(0, ASKS, "--tell", "3:pause", "--tell", "20:resume", "--tell", "25:approve"))
        .contains(
            "  03:00   10 %  Steer        paused by you",
            "  20:00   10 %  Steer        resumed by you");
  }

  @Test
  void afterItsEndNobodyHears() throws IOException {
    assertThat(rehearse(1, ASKS, "--tell", "2:rollback", "--tell", "3:approve"))
        .last()
        .asString()
        .startsWith("outcome: ROLLED_BACK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7:aprove | unknown command aprove; the commands are approve, reject, pause, resume, skip,"
            + " promote, rollback",
        "soon:approve | must be MIN:COMMAND or MIN:COMMAND=WHY, such as 12:approve, not"
            + " soon:approve"
      })
  void whatNobodyCouldSayIsAWrongCommandLine(String told, String why) throws IOException {
    assertThat(rehearse(64, ASKS, "--tell", told))
        .first()
        .asString()
        .endsWith("'--tell' (MIN:COMMAND[=WHY]): " + why);
  }

  @Test
  void leftToItsPollsItLearnsOfAnAlarmLater() throws IOException {
    String polls =
        """
        {"function": "orders", "gate": {"metrics": false, "alarms": ["orders-errors"]},
         "plan": {"steps": [{"weight": 50, "bake": "PT30M"}], "poll": "PT10M"}}
        """;

    assertThat(rehearse(1, polls, "--traffic", "failing"))
        .anyMatch(
            line ->
                line.startsWith(
                    "  03:00   50 %  Steer        alarm orders-errors has been in ALARM"));
    assertThat(rehearse(1, polls, "--traffic", "failing", "--poll-only"))
        .anyMatch(
            line -> line.startsWith("  10:00   50 %  CheckAlarms  FAIL: alarm orders-errors"));
  }

  @Test
  void aRequestForNamesOfItsOwnRunsAsItIs() throws IOException {
    String own =
        """
        {"function": "arn:aws:lambda:eu-central-1:111122223333:function:checkout", "alias": "prod",
         "version": "42", "gate": {"alarms": ["checkout-5xx"]}}
        """;

    assertThat(rehearse(1, own, "--traffic", "failing"))
        .contains(
            "sample account: ARNs of account 111122223333 in eu-central-1 stand for those of the"
                + " sample account",
            "sample account: function checkout with versions 41 and 42; alias prod at 41",
            "sample account: alarm checkout-5xx: half of the requests fail, in two minutes of"
                + " three",
            "  00:00    0 %  Prepare      checkout:prod serves version 41; ready",
            "  03:00    0 %  Rollback     version 41 serves all traffic again");
  }

  @Test
  void aWorldFileSaysWhatTheAccountHas() throws IOException {
    String own = "{\"function\": \"checkout\", \"gate\": {\"alarms\": [\"checkout-5xx\"]}}";
    Path world =
        Files.writeString(
            folder.resolve("world.json"),
            """
            {"functions": {"checkout": {"versions": [40, 42], "aliases": {"live": "40"}}},
             "MetricAlarms": [{"AlarmName": "checkout-5xx", "StateValue": "OK", "StateReason": "…",
               "Namespace": "AWS/Lambda", "MetricName": "Errors", "Statistic": "Sum", "Period": 60,
               "Dimensions": [{"Name": "FunctionName", "Value": "checkout"}],
               "EvaluationPeriods": 1, "Threshold": 3, "TreatMissingData": "notBreaching",
               "ComparisonOperator": "GreaterThanThreshold"}]}
            """);

    assertThat(rehearse(1, own, "--traffic", "failing", "--world", world.toString()))
        .noneMatch(line -> line.startsWith("sample account"))
        .contains("  00:00    0 %  Prepare      checkout:live serves version 40; ready")
        .anyMatch(line -> line.contains("alarm checkout-5xx is OK"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | world FILE: not JSON: Unexpected end-of-input",
        "{'functions': {'a': {'aliases': {'live': '3'}}, 'b c': {'versions': ['x']}}} | world FILE:"
            + " functions.a.versions: is missing or empty: list the published versions;"
            + " functions.a.aliases.live: serves version 3, which is not among the versions;"
            + " functions.b c: must be the plain name of a function; functions.b c.versions[0]:"
            + " must be the number of a version, such as 8, not \"x\"",
        "{'MetricAlarms': [{'AlarmName': 'a'}, {'AlarmName': 'b', 'Alarms': 1}]} | world FILE:"
            + " alarm a: ",
        "{'MetricAlarms': [{'AlarmName': 'a'}, {'AlarmName': 'b', 'Alarms': 1}]} | ; alarm b: "
      })
  void aWorldThatCannotBeMadeTellsAllFaults(String text, String faults) throws IOException {
    Path world = folder.resolve("world.json");
    Files.writeString(world, text.replace('\'', '"'));

    assertThat(rehearse(64, "{\"function\": \"orders\"}", "--world", world.toString()))
        .first()
        .asString()
        .startsWith("coalmine rehearse: ")
        .contains(faults.replace("FILE", world.toString()));
  }

  @Test
  void machinesReadOneDocument() throws IOException {
    List<String> printed =
        rehearse(1, "{\"function\": \"checkout\"}", "--traffic", "failing", "--json");

    assertThat(printed).hasSize(1);
    JsonView tree = JsonView.of(Json.parse(printed.get(0)));
    assertThat(tree.map())
        .containsEntry("outcome", "ROLLED_BACK")
        .containsEntry("id", "checkout-2")
        .containsEntry("exit", 1)
        .containsEntry("traffic", "failing")
        .containsEntry(
            "account", List.of("function checkout with versions 1 and 2; alias live at 1"));
    assertThat(tree.list("timeline").get(0).map())
        .containsEntry("seconds", 0)
        .containsEntry("weightPercent", 0)
        .containsEntry("state", "Prepare")
        .containsEntry("text", "checkout:live serves version 1; ready");
    assertThat(tree.list("looks").get(0).map()).containsEntry("verdict", "INCONCLUSIVE");
  }

  @Test
  void standardInputIsReadOnce() throws IOException {
    assertThat(rehearse(64, "{}", "--traffic", "-", "--world", "-"))
        .first()
        .isEqualTo(
            "coalmine rehearse: standard input (-) can be read once: name a file for the others");
  }

  @Test
  void theEventCanComeFromStandardInput() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("{\"function\": 7}".getBytes(StandardCharsets.UTF_8)));
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
      assertThat(Main.run(said, said, "rehearse", "-")).isEqualTo(2);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .startsWith("event standard input, traffic healthy")
          .contains("outcome: REFUSED: function must be a function's name or its ARN");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void theLogHasTheFiguresOfEachLook() throws IOException {
    Path log = folder.resolve("looks.jsonl");
    String request = "{\"function\": \"orders\", \"gate\": {\"alarms\": [\"orders-errors\"]}}";

    rehearse(1, request, "--traffic", "failing", "--log", log.toString());

    List<String> looks = Files.readAllLines(log);
    assertThat(looks.get(0))
        .startsWith("{\"id\":\"orders-8\",\"minute\":1,\"weightPercent\":1,\"verdict\":")
        .endsWith(
            "\"metrics\":[{\"target\":\"orders:live\",\"from\":\"2026-01-01T12:00:00Z\",\"minutes\":0,"
                + "\"canary\":{\"requests\":0,\"errors\":0,\"durations\":0,\"above\":[0,0,0,0,0]},"
                + "\"baseline\":{\"requests\":0,\"errors\":0,\"durations\":0,\"above\":[0,0,0,0,0]},\"tests\":[]}],"
                + "\"alarms\":[{\"name\":\"orders-errors\",\"state\":\"INSUFFICIENT_DATA\"}]}");
    assertThat(looks.get(looks.size() - 1))
        .contains(
            "\"minutes\":1,\"canary\":{\"requests\":4,\"errors\":4,\"durations\":4,",
            "\"baseline\":{\"requests\":597,\"errors\":2,\"durations\":597,",
            "{\"name\":\"errors\",\"evidence\":63400,\"threshold\":")
        .endsWith("\"alarms\":[{\"name\":\"orders-errors\",\"state\":\"ALARM\"}]}");
    assertThat(looks).allMatch(look -> !look.contains(".0,") && !look.contains(".0]"));
  }
}
