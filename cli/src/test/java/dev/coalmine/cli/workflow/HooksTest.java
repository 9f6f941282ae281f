package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of the user's have a say in a release, whatever they answer and however late. */
@Timeout(300)
class HooksTest {
  private static final Duration SOON = Duration.ofSeconds(40); // a claim takes 20 s

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static String request(StoppableRelease.SampleRequest kind, String hook) {
    return with(kind.request(false), "{\"%s\": \"check\"}".formatted(hook));
  }

  private static String with(String request, String hooks) {
    return request.replaceFirst("\\{", "{\"hooks\": " + hooks + ", ");
  }

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
      ParallelReleases crowd =
          new ParallelReleases(LOCAL.runtime())
              .createHook("check", call -> ParallelReleases.handlerResult(answer, threw));
      crowd.start("one", request(kind, "beforeTraffic")).runUntilAllEnd();

      assertThat(crowd.asked).hasSize(1);
      if (no) {
        assertThat(crowd.resultOf("one"))
            .isEqualTo("Refused: hook beforeTraffic (check) failed%s, at weight 0".formatted(why));
        assertThat(crowd.targets.read()).isEqualTo(crowd.before);
      } else {
        assertThat(crowd.resultOf("one")).startsWith("PROMOTED");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNoBeforeTrafficTouchesNothing(StoppableRelease.SampleRequest kind) {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Failed\"");
    crowd.start("one", request(kind, "beforeTraffic")).runUntilAllEnd();

    assertThat(outcome(crowd.resultOf("one"))).isEqualTo("Refused");
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
    assertThat(crowd.movers).isEmpty();
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
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime())
            .createHook("check", "{\"status\": \"Failed\", \"message\": \"bad\"}");
    crowd.start("one", request(kind, hook)).runUntilAllEnd();

    assertThat(crowd.resultOf("one"))
        .isEqualTo("RolledBack: hook %s (check) failed: bad, %s".formatted(hook, weight));
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
  }

  @Test
  void eachHookIsAskedAtItsTime() {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "{\"status\": \"Succeeded\"}");
    String all =
        "{\"beforeTraffic\": \"check\", \"eachStep\": \"check\", \"afterTraffic\": \"check\"}";
    crowd
        .start("one", with(StoppableRelease.SampleRequest.ALIAS.request(false), all))
        .runUntilAllEnd();

    assertThat(crowd.resultOf("one")).startsWith("PROMOTED");
    assertThat(crowd.asked.stream().map(ask -> ask.get("hook") + " " + ask.get("weight")))
        .containsExactly("beforeTraffic 0", "eachStep 10", "eachStep 50", "afterTraffic 100");
  }

  @Test
  void aHookIsToldWhatIsReleasedAndHowToAnswer() {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    crowd.start(
        "one",
        request(StoppableRelease.SampleRequest.ALIAS, "eachStep")
            .replaceFirst("\\{", "{\"id\": \"o-8\","));
    crowd.advance(SOON);

    String token = crowd.token("one");
    assertThat(crowd.asked)
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
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "{\"status\": \"Pending\"}");
    StoppableRelease.SampleRequest kind =
        hook.equals("eachStep")
            ? StoppableRelease.SampleRequest.ALIAS
            : StoppableRelease.SampleRequest.AT_ONCE;
    crowd.start("one", request(kind, hook)).advance(patience.minusSeconds(5));
    assertThat(crowd.state("one")).isEqualTo("CallHook");

    assertThat(crowd.advance(Duration.ofSeconds(10)).resultOf("one"))
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
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "{\"status\": \"InProgress\"}");
    crowd.start("one", request(StoppableRelease.SampleRequest.ALIAS, "eachStep"));
    for (int half = 0; half < 20; half++) {
      crowd.advance(Duration.ofSeconds(30));
      if (crowd.state("one").equals("CallHook")) {
        Map<String, Object> answer =
            call.equals("SendTaskSuccess")
                ? Map.of("output", output, "taskToken", crowd.token("one"))
                : Map.of("error", "Smoke", "cause", "it burns", "taskToken", crowd.token("one"));
        crowd.callStepFunctions(call, answer);
      }
    }

    assertThat(crowd.runUntilAllEnd().resultOf("one")).startsWith(ending);
  }

  @Test
  void belowAllAHooksTimeEndsWithTheReleases() {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    String soonOver = request(StoppableRelease.SampleRequest.ALIAS, "beforeTraffic");
    crowd.start("one", soonOver.replaceFirst("\\{", "{\"maxDuration\": \"PT3M\","));
    crowd.advance(Duration.ofSeconds(175));
    assertThat(crowd.state("one")).isEqualTo("CallHook");

    assertThat(crowd.advance(Duration.ofSeconds(10)).resultOf("one"))
        .isEqualTo(
            "Refused: hook beforeTraffic (check) failed: no answer before the timeout, at weight"
                + " 0");
  }

  @Test
  void aHookThatIsThrottledIsAskedAgain() {
    int[] calls = new int[1];
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime());
    crowd.createHook(
        "check",
        call -> {
          if (++calls[0] <= 3) {
            throw new AwsError(
                429, "TooManyRequestsException", "Rate exceeded", Map.of("Retry-After", "0"));
          }
          return ParallelReleases.handlerResult("null", false);
        });
    crowd
        .start("one", request(StoppableRelease.SampleRequest.ALIAS, "beforeTraffic"))
        .runUntilAllEnd();

    assertThat(crowd.resultOf("one")).startsWith("PROMOTED");
    assertThat(calls[0]).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"beforeTraffic", "eachStep", "afterTraffic"})
  void aHookThatIsNotThereIsFoundOutBeforeAnythingMoves(String hook) {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime());
    crowd
        .start("one", request(StoppableRelease.SampleRequest.STAGE_AND_ALIAS, hook))
        .runUntilAllEnd();

    assertThat(crowd.resultOf("one"))
        .isEqualTo("Refused: hook %s: function check does not exist".formatted(hook));
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
  }

  @Test
  void aHookThatIsDeletedMeanwhileHasFailed() {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime());
    crowd.createHook(
        "check",
        call -> {
          throw new AwsError(404, "ResourceNotFoundException", "Function not found: check");
        });
    crowd.start("one", request(StoppableRelease.SampleRequest.ALIAS, "eachStep")).runUntilAllEnd();

    assertThat(crowd.resultOf("one"))
        .startsWith("RolledBack: hook eachStep (check) failed: ResourceNotFoundException")
        .contains("Function not found: check");
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
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
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime()).createHook("check", "null");
    crowd.world.lambda().publish("check", new byte[] {1});
    crowd.world.lambda().putAlias("check", "live", "1", Map.of());
    crowd.start(
        "one",
        request(StoppableRelease.SampleRequest.ALIAS, "beforeTraffic")
            .replace("\"check\"", "\"" + function + "\""));

    assertThat(crowd.runUntilAllEnd().resultOf("one")).startsWith("PROMOTED");
    assertThat(crowd.asked).hasSize(1);
  }

  private static ParallelReleases awaiting(StoppableRelease.SampleRequest kind, String hook) {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    state(crowd, "OK");
    crowd
        .start("one", with(kind.request(true), "{\"%s\": \"check\"}".formatted(hook)))
        .advance(SOON);
    assertThat(crowd.state("one")).isEqualTo("CallHook");
    return crowd;
  }

  private static void state(ParallelReleases crowd, String value) {
    crowd
        .world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", "orders-errors", "StateValue", value, "StateReason", "by hand"));
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, beforeTraffic, Refused",
    "ALIAS, eachStep, RolledBack",
    "STAGE_AND_ALIAS, eachStep, RolledBack",
    "AT_ONCE, afterTraffic, RolledBack"
  })
  void anAlarmIsHeardWhileAHookIsAwaited(
      StoppableRelease.SampleRequest kind, String hook, String outcome) {
    ParallelReleases crowd = awaiting(kind, hook);
    state(crowd, "ALARM");
    crowd.advance(Duration.ofSeconds(20));

    assertThat(crowd.resultOf("one"))
        .startsWith(outcome + ": alarm orders-errors has been in ALARM since");
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, beforeTraffic, Refused",
    "STAGE, beforeTraffic, Refused",
    "STAGE_AND_ALIAS, eachStep, RolledBack",
    "AT_ONCE, afterTraffic, RolledBack"
  })
  void aPersonIsHeardWhileAHookIsAwaited(
      StoppableRelease.SampleRequest kind, String hook, String outcome) {
    ParallelReleases crowd = awaiting(kind, hook);
    crowd.answerTask("one", "{\"command\": \"ROLL_BACK\", \"by\": \"ann\", \"why\": \"enough\"}");
    crowd.advance(Duration.ofSeconds(20));

    assertThat(crowd.resultOf("one")).startsWith(outcome + ": rolled back by ann: enough");
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
  }

  @ParameterizedTest
  @CsvSource({"beforeTraffic, PT1H", "eachStep, PT15M", "afterTraffic, PT15M"})
  void aHookThatIsAskedAgainHasNoMoreTime(String hook, Duration patience) {
    ParallelReleases crowd =
        awaiting(
            StoppableRelease.SampleRequest.valueOf(hook.equals("eachStep") ? "ALIAS" : "AT_ONCE"),
            hook);
    Duration third = patience.dividedBy(3);
    for (int pause = 0; pause < 2; pause++) {
      crowd.advance(third).answerTask("one", "{\"command\": \"PAUSE\", \"by\": \"ann\"}");
      crowd.advance(Duration.ofSeconds(1));
      assertThat(crowd.state("one")).isEqualTo("CallHook");
    }
    assertThat(crowd.asked).hasSize(3);
    crowd.advance(third);

    assertThat(crowd.resultOf("one")).contains("no answer before the timeout");
  }

  @ParameterizedTest
  @EnumSource(names = {"ALIAS", "AT_ONCE", "STAGE_AND_ALIAS"})
  void whereverItIsStoppedEveryTargetIsAsBefore(StoppableRelease.SampleRequest kind) {
    String request =
        kind.request(false)
            .replaceFirst(
                "\\{",
                "{\"hooks\": {\"beforeTraffic\": \"orders-smoke\", \"eachStep\": \"orders-check\","
                    + " \"afterTraffic\": \"orders-e2e\"}, ");
    StoppableRelease whole = StoppableRelease.stoppedAt(LOCAL.runtime(), request, -1).run();
    assertThat(whole.states).contains("CallHook", "Steer", "Watch");

    for (int event = 2; event < whole.events; event++) {
      StoppableRelease play = StoppableRelease.stoppedAt(LOCAL.runtime(), request, event).run();
      StopEvents.RestoreAnswer restored = play.restore();

      assertThat(restored.failed()).as("%d: %s", event, restored).isFalse();
      assertThat(restored.decision()).isNotEqualTo("STUCK");
      assertThat(play.targets.read()).as("stopped at event %d", event).isEqualTo(play.before);
      assertThat(play.sweep().list("restored")).as("swept after event %d", event).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, beforeTraffic",
    "STAGE, beforeTraffic",
    "STAGE_AND_ALIAS, eachStep",
    "AT_ONCE, afterTraffic",
    "STAGE_AND_ALIAS, afterTraffic"
  })
  void aReleaseThatIsStoppedWhileItAwaitsAHookIsTakenBack(
      StoppableRelease.SampleRequest kind, String hook) {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    crowd.start("one", request(kind, hook));
    for (int look = 0; look < 60 && !crowd.state("one").equals("CallHook"); look++) {
      crowd.advance(Duration.ofSeconds(10));
    }
    assertThat(crowd.state("one")).isEqualTo("CallHook");
    crowd.stop("one");
    crowd.advance(Duration.ofSeconds(10));

    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
  }
}
