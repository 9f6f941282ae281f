package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a hook is called, how it may answer, and what its answer does. */
@Timeout(300)
class HooksTest extends HookFixture {
  private static String outcome(String ending) {
    return ending.replaceFirst("(?s):.*", "");
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of("{\"status\": \"Succeeded\"}", false, ""),
        Arguments.of("{\"Status\": \"SUCCEEDED\"}", false, ""),
        Arguments.of("\"Succeeded\"", false, ""),
        Arguments.of("null", false, ""),
        Arguments.of("", false, ""),
        Arguments.of("all well", false, ""),
        Arguments.of("{\"statusCode\": 200}", false, ""),
        Arguments.of("[1, 2]", false, ""),
        Arguments.of(
            "{\"status\": \"Failed\", \"message\": \"3 of 7 checks\"}", false, ": 3 of 7 checks"),
        Arguments.of("{\"status\": \"Failed\"}", false, ""),
        Arguments.of("\"failed\"", false, ""),
        Arguments.of(
            "{\"errorMessage\": \"no such host\", \"errorType\": \"Error\"}",
            true,
            ": no such host"),
        Arguments.of(
            "{\"errorMessage\": \"Task timed out after 3.00 seconds\", \"errorType\":"
                + " \"Sandbox.Timedout\"}",
            true,
            ": Task timed out after 3.00 seconds"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void beforeTrafficGoesOnUnlessTheHookSaysNo(String answer, boolean threw, String why) {
    boolean no = threw || answer.toLowerCase(java.util.Locale.ROOT).contains("failed");
    for (StoppableRelease.SampleRequest kind :
        List.of(StoppableRelease.SampleRequest.ALIAS, StoppableRelease.SampleRequest.STAGE)) {
      ParallelReleases releases =
          new ParallelReleases(LOCAL.runtime())
              .createHook("check", call -> ParallelReleases.handlerResult(answer, threw));
      releases.start("one", request(kind, "beforeTraffic")).runUntilAllEnd();

      assertThat(releases.asked).hasSize(1);
      if (no) {
        assertThat(releases.resultOf("one"))
            .isEqualTo("Refused: hook beforeTraffic (check) failed%s, at weight 0".formatted(why));
        assertThat(releases.targets.read()).isEqualTo(releases.before);
      } else {
        assertThat(releases.resultOf("one")).startsWith("PROMOTED");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNoBeforeTrafficTouchesNothing(StoppableRelease.SampleRequest kind) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Failed\"");
    releases.start("one", request(kind, "beforeTraffic")).runUntilAllEnd();

    assertThat(outcome(releases.resultOf("one"))).isEqualTo("Refused");
    assertThat(releases.targets.read()).isEqualTo(releases.before);
    assertThat(releases.movers).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, eachStep, at weight 10",
    "STAGE_AND_ALIAS, eachStep, at weight 10",
    "ALIAS, afterTraffic, at weight 100",
    "AT_ONCE, afterTraffic, at weight 100",
    "STAGE_AND_ALIAS, afterTraffic, at weight 100"
  })
  void aNoLaterRollsBack(StoppableRelease.SampleRequest kind, String hook, String weight) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime())
            .createHook("check", "{\"status\": \"Failed\", \"message\": \"bad\"}");
    releases.start("one", request(kind, hook)).runUntilAllEnd();

    assertThat(releases.resultOf("one"))
        .isEqualTo("RolledBack: hook %s (check) failed: bad, %s".formatted(hook, weight));
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  @Test
  void eachHookIsAskedAtItsTime() {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "{\"status\": \"Succeeded\"}");
    String all =
        "{\"beforeTraffic\": \"check\", \"eachStep\": \"check\", \"afterTraffic\": \"check\"}";
    releases
        .start("one", with(StoppableRelease.SampleRequest.ALIAS.request(false), all))
        .runUntilAllEnd();

    assertThat(releases.resultOf("one")).startsWith("PROMOTED");
    assertThat(releases.asked.stream().map(ask -> ask.get("hook") + " " + ask.get("weight")))
        .containsExactly("beforeTraffic 0", "eachStep 10", "eachStep 50", "afterTraffic 100");
  }

  @Test
  void aHookIsToldWhatIsReleasedAndHowToAnswer() {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    releases.start(
        "one",
        request(StoppableRelease.SampleRequest.ALIAS, "eachStep")
            .replaceFirst("\\{", "{\"id\": \"o-8\","));
    releases.advance(SOON);

    String token = releases.token("one");
    assertThat(releases.asked)
        .containsExactly(
            Map.of(
                "release",
                "o-8",
                "execution",
                ParallelReleases.arn("one"),
                "hook",
                "eachStep",
                "weight",
                10,
                "targets",
                List.of(
                    Map.of(
                        "function", "orders",
                        "alias", "live",
                        "version", "8",
                        "before", "7",
                        "after", "8")),
                "taskToken",
                token,
                "DeploymentId",
                "o-8",
                "LifecycleEventHookExecutionId",
                token));
  }

  @ParameterizedTest
  @CsvSource({
    "beforeTraffic, PT1H, Refused, 0",
    "eachStep, PT15M, RolledBack, 10",
    "afterTraffic, PT15M, RolledBack, 100"
  })
  void aHookThatNeverAnswersHasFailed(String hook, Duration patience, String outcome, int weight) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "{\"status\": \"Pending\"}");
    StoppableRelease.SampleRequest kind =
        hook.equals("eachStep")
            ? StoppableRelease.SampleRequest.ALIAS
            : StoppableRelease.SampleRequest.AT_ONCE;
    releases.start("one", request(kind, hook)).advance(patience.minusSeconds(5));
    assertThat(releases.state("one")).isEqualTo("CallHook");

    assertThat(releases.advance(Duration.ofSeconds(10)).resultOf("one"))
        .isEqualTo(
            "%s: hook %s (check) failed: no answer before the timeout, at weight %d"
                .formatted(outcome, hook, weight));
  }

  @ParameterizedTest
  @CsvSource({
    "SendTaskSuccess, '{\"status\": \"Succeeded\"}', PROMOTED",
    "SendTaskSuccess, '\"Pending\"', 'RolledBack: hook eachStep (check) failed: it answered Pending"
        + " again with its task token, at weight 10'",
    "SendTaskSuccess, '{}', PROMOTED",
    "SendTaskSuccess, '{\"status\": \"Failed\", \"message\": \"bad\"}', 'RolledBack: hook eachStep"
        + " (check) failed: bad, at weight 10'",
    "SendTaskFailure, '', 'RolledBack: hook eachStep (check) failed: Smoke: it burns, at weight 10'"
  })
  void aHookMayAnswerLater(String call, String output, String ending) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "{\"status\": \"InProgress\"}");
    releases.start("one", request(StoppableRelease.SampleRequest.ALIAS, "eachStep"));
    for (int half = 0; half < 20; half++) {
      releases.advance(Duration.ofSeconds(30));
      if (releases.state("one").equals("CallHook")) {
        Map<String, Object> answer =
            call.equals("SendTaskSuccess")
                ? Map.of("output", output, "taskToken", releases.token("one"))
                : Map.of("error", "Smoke", "cause", "it burns", "taskToken", releases.token("one"));
        releases.callStepFunctions(call, answer);
      }
    }

    assertThat(releases.runUntilAllEnd().resultOf("one")).startsWith(ending);
  }

  @Test
  void belowAllAHooksTimeEndsWithTheReleases() {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    String soonOver = request(StoppableRelease.SampleRequest.ALIAS, "beforeTraffic");
    releases.start("one", soonOver.replaceFirst("\\{", "{\"maxDuration\": \"PT3M\","));
    releases.advance(Duration.ofSeconds(175));
    assertThat(releases.state("one")).isEqualTo("CallHook");

    assertThat(releases.advance(Duration.ofSeconds(10)).resultOf("one"))
        .isEqualTo(
            "Refused: hook beforeTraffic (check) failed: no answer before the timeout, at weight"
                + " 0");
  }

  @Test
  void aHookThatIsThrottledIsAskedAgain() {
    int[] calls = new int[1];
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.createHook(
        "check",
        call -> {
          if (++calls[0] <= 3) {
            throw new AwsError(
                429, "TooManyRequestsException", "Rate exceeded", Map.of("Retry-After", "0"));
          }
          return ParallelReleases.handlerResult("null", false);
        });
    releases
        .start("one", request(StoppableRelease.SampleRequest.ALIAS, "beforeTraffic"))
        .runUntilAllEnd();

    assertThat(releases.resultOf("one")).startsWith("PROMOTED");
    assertThat(calls[0]).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"beforeTraffic", "eachStep", "afterTraffic"})
  void aHookThatIsNotThereIsFoundOutBeforeAnythingMoves(String hook) {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases
        .start("one", request(StoppableRelease.SampleRequest.STAGE_AND_ALIAS, hook))
        .runUntilAllEnd();

    assertThat(releases.resultOf("one"))
        .isEqualTo("Refused: hook %s: function check does not exist".formatted(hook));
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  @Test
  void aHookThatIsDeletedMeanwhileHasFailed() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.createHook(
        "check",
        call -> {
          throw new AwsError(404, "ResourceNotFoundException", "Function not found: check");
        });
    releases
        .start("one", request(StoppableRelease.SampleRequest.ALIAS, "eachStep"))
        .runUntilAllEnd();

    assertThat(releases.resultOf("one"))
        .startsWith("RolledBack: hook eachStep (check) failed: ResourceNotFoundException")
        .contains("Function not found: check");
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "check:live",
        "check:1",
        "arn:aws:lambda:us-east-1:000000000000:function:check",
        "arn:aws:lambda:us-east-1:000000000000:function:check:live"
      })
  void aHookMayBeNamedInAllWays(String function) {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime()).createHook("check", "null");
    releases.world.lambda().publish("check", new byte[] {1});
    releases.world.lambda().putAlias("check", "live", "1", Map.of());
    releases.start(
        "one",
        request(StoppableRelease.SampleRequest.ALIAS, "beforeTraffic")
            .replace("\"check\"", "\"" + function + "\""));

    assertThat(releases.runUntilAllEnd().resultOf("one")).startsWith("PROMOTED");
    assertThat(releases.asked).hasSize(1);
  }
}
