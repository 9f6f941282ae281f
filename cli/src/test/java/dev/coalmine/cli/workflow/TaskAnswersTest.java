package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every answer that Step Functions lets through to a waiting task: a field that is absent, null,
 * empty or {@code {}} is four things. None of them ends a release by a fault of our own.
 */
@Timeout(300)
class TaskAnswersTest extends HookFixture {
  private static final String HOOK = "RolledBack: hook eachStep (check) failed";

  private static Map<String, Object> answer(ParallelReleases releases, String fields) {
    Map<String, Object> answer =
        new LinkedHashMap<>(Json.parseObject(fields.getBytes(StandardCharsets.UTF_8)));
    answer.put("taskToken", releases.token("one"));
    return answer;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      emptyValue = "",
      textBlock =
          """
          {} | , at weight 10
          {"error": null, "cause": null} | , at weight 10
          {"error": "", "cause": ""} | , at weight 10
          {"error": "Smoke"} | : Smoke, at weight 10
          {"cause": "it burns"} | : it burns, at weight 10
          {"error": "Smoke", "cause": "it burns"} | : Smoke: it burns, at weight 10
          {"error": "com.acme.SmokeException", "cause": "{\\"errorMessage\\": \\"fire\\"}"} | : SmokeException: fire, at weight 10
          {"error": "Smoke", "cause": "{\\"errorMessage\\": null}"} | : Smoke: {"errorMessage": null}, at weight 10
          {"error": "Smoke", "cause": "{}"} | : Smoke: {}, at weight 10
          {"error": "Smoke", "cause": "{\\"errorMes"} | : Smoke: {"errorMes, at weight 10
          {"error": "States.Timeout"} | : no answer before the timeout, at weight 10
          """)
  void aHookThatFailsRollsBackAsAHook(String fields, String says) {
    ParallelReleases releases = hookAnswers("SendTaskFailure", fields);

    assertThat(releases.resultOf("one")).isEqualTo(HOOK + says);
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          null | PROMOTED
          "" | PROMOTED
          {} | PROMOTED
          [] | PROMOTED
          0 | PROMOTED
          false | PROMOTED
          {"status": null} | PROMOTED
          {"status": "Succeeded", "message": null} | PROMOTED
          {"status": null, "Status": "Failed"} | RolledBack: hook eachStep (check) failed, at weight 10
          {"status": ""} | RolledBack: hook eachStep (check) failed: its status "" is not Succeeded, Failed or Pending, at weight 10
          {"status": {}} | RolledBack: hook eachStep (check) failed: its status an object is not Succeeded, Failed or Pending, at weight 10
          {"command": null} | PROMOTED
          {"Error": null, "Cause": null} | RolledBack: hook eachStep (check) failed, at weight 10
          """)
  void aHookThatAnswersAnythingElseIsUnderstood(String output, String ending) {
    ParallelReleases releases =
        hookAnswers("SendTaskSuccess", Json.toText(Map.of("output", output)));

    assertThat(releases.resultOf("one")).startsWith(ending);
  }

  private static ParallelReleases hookAnswers(String call, String fields) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    releases.start("one", request(StoppableRelease.SampleRequest.ALIAS, "eachStep"));
    for (int half = 0; half < 20; half++) {
      releases.advance(Duration.ofSeconds(30));
      if (releases.state("one").equals("CallHook")) {
        releases.callStepFunctions(call, answer(releases, fields));
      }
    }
    return releases.runUntilAllEnd();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"error\": \"\", \"cause\": \"\"}", "{\"error\": \"States.Timeout\"}"})
  void aWaitThatFailsEndsInTheNextLook(String fields) {
    for (String state : List.of("Bake", "Watch")) {
      ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
      releases.start("one", StoppableRelease.SampleRequest.ALIAS.request(false));
      advanceTo(releases, state);
      releases.callStepFunctions("SendTaskFailure", answer(releases, fields));

      assertThat(releases.runUntilAllEnd().resultOf("one")).startsWith("PROMOTED");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "\"\"", "{}", "[]", "0", "{\"command\": null}", "{\"Error\": null}"})
  void aWaitThatIsAnsweredWithoutACommandEndsInALook(String output) {
    for (String state : List.of("Bake", "Watch")) {
      ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
      releases.start("one", StoppableRelease.SampleRequest.ALIAS.request(false));
      advanceTo(releases, state);
      releases.answerTask("one", output);

      assertThat(releases.runUntilAllEnd().resultOf("one")).startsWith("PROMOTED");
    }
  }

  /** Neither a failure nor an answer without a command approves. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          SendTaskFailure | {}
          SendTaskFailure | {"error": "", "cause": ""}
          SendTaskSuccess | {"output": "null"}
          SendTaskSuccess | {"output": "{}"}
          SendTaskSuccess | {"output": "{\\"command\\": null}"}
          SendTaskSuccess | {"output": "{\\"command\\": \\"\\"}"}
          """)
  void anApprovalIsStillAwaitedAfterAnAnswerThatIsNone(String call, String fields) {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    String request = StoppableRelease.SampleRequest.ALIAS.request(false);
    releases.start("one", request.replaceFirst("\\{", "{\"approve\": [50],"));
    advanceTo(releases, "Ask");
    releases.callStepFunctions(call, answer(releases, fields));
    releases.advance(Duration.ofSeconds(1));
    advanceTo(releases, "Ask");
    releases.answerTask("one", "{\"command\": \"APPROVE\", \"by\": \"ann\"}");

    assertThat(releases.runUntilAllEnd().resultOf("one")).startsWith("PROMOTED");
  }

  private static void advanceTo(ParallelReleases releases, String state) {
    for (int seconds = 0; seconds < 7200 && !releases.state("one").equals(state); seconds += 5) {
      releases.advance(Duration.ofSeconds(5));
    }
    assertThat(releases.state("one")).isEqualTo(state);
  }
}
