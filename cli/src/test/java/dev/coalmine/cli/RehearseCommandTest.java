package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ProjectFolderExtension;
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
