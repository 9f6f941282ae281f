package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TaskTokensTest {
  private static final String ASK =
      """
      {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents.waitForTaskToken",
       "Parameters": {"token.$": "$$.Task.Token"}, "ResultPath": "$.wake", "End": true %s}
      """;

  private final InterpreterFixture runs =
      new InterpreterFixture()
          .answering(
              InterpreterFixture.ASK,
              (call, answer) -> answer.succeed(Map.of("FailedEntryCount", 0)));

  @Test
  void theTokenEndsTheWait() {
    Execution execution = start("");
    runs.clock.runAt(
        InterpreterFixture.START.plusSeconds(30), () -> send(TaskTokenResult.ACCEPTED));
    runs.clock.run();
    assertThat(InterpreterFixture.timeline(execution))
        .isEqualTo(
            """
            0.0 ExecutionStarted
            0.0 TaskStateEntered Only
            0.0 TaskScheduled
            0.0 TaskStarted
            0.0 TaskSubmitted
            30.0 TaskSucceeded
            30.0 TaskStateExited Only
            30.0 ExecutionSucceeded\
            """);
    assertThat(execution.output()).isEqualTo(Map.of("wake", "woken"));
    send(TaskTokenResult.TASK_TIMED_OUT);
  }

  @Test
  void theTokenIsInTheCallAndInTheHistory() {
    Execution execution = start("");
    runs.clock.run();
    assertThat(token()).hasSize(64);
    assertThat(runs.calls.get(0).parameters()).isEqualTo(Map.of("token", token()));
    assertThat(execution.history().get(2).details())
        .containsEntry("parameters", "{\"token\":\"" + token() + "\"}")
        .containsEntry("resource", "putEvents.waitForTaskToken")
        .containsEntry("resourceType", "events")
        .containsEntry("region", "us-east-1");
    assertThat(execution.status()).isEqualTo(ExecutionStatus.RUNNING);
  }

  @Test
  void everyTaskHasItsOwnToken() {
    start("");
    start("");
    runs.clock.run();
    assertThat(runs.calls.stream().map(TaskCall::token)).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aFailureByTokenFailsTheTask() {
    Execution execution = start("");
    runs.clock.runAt(
        InterpreterFixture.START.plusSeconds(3),
        () ->
            assertThat(failToken(Optional.of("Nope"), Optional.of("because")))
                .isEqualTo(TaskTokenResult.ACCEPTED));
    runs.clock.run();
    assertThat(InterpreterFixture.timeline(execution)).contains("3.0 TaskFailed Nope");
    assertThat(execution.error() + " " + execution.cause()).isEqualTo("Nope because");
  }

  @Test
  void anUnusedTokenTimesOutOnTheClock() {
    Execution execution = start(", \"TimeoutSeconds\": 60");
    runs.clock.run();
    assertThat(InterpreterFixture.timeline(execution))
        .endsWith("60.0 TaskTimedOut States.Timeout\n60.0 ExecutionFailed States.Timeout");
    send(TaskTokenResult.TASK_TIMED_OUT);
  }

  @Test
  void theTimeOutMayComeByPath() {
    Execution execution =
        runs.run(
            InterpreterFixture.singleState(ASK.formatted(", \"TimeoutSecondsPath\": \"$.s\"")),
            "{\"s\": 7}");
    assertThat(execution.stopDate()).contains(InterpreterFixture.START.plusSeconds(7));
    assertThat(execution.history().get(2).detailTree()).containsEntry("timeoutInSeconds", 7L);
  }

  @Test
  void heartbeatsKeepTheTaskAlive() {
    Execution execution = start(", \"TimeoutSeconds\": 600, \"HeartbeatSeconds\": 10");
    for (int second : new int[] {8, 16, 24}) {
      runs.clock.runAt(
          InterpreterFixture.START.plusSeconds(second),
          () ->
              assertThat(runs.interpreter().tokens().heartbeat(token()))
                  .isEqualTo(TaskTokenResult.ACCEPTED));
    }
    runs.clock.run();
    assertThat(InterpreterFixture.timeline(execution)).contains("34.0 TaskTimedOut States.Timeout");
    assertThat(runs.interpreter().tokens().heartbeat(token()))
        .isEqualTo(TaskTokenResult.TASK_TIMED_OUT);
  }

  @Test
  void aMissedHeartbeatMatchesHeartbeatTimeout() {
    Execution execution =
        runs.run(
            """
            {"StartAt": "Ask", "States": {
              "Ask": {"Type": "Task", "HeartbeatSeconds": 10, "Next": "Good",
                "Resource": "arn:aws:states:::events:putEvents.waitForTaskToken",
                "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Late"}]},
              "Late": {"Type": "Pass", "Result": "late", "End": true},
              "Good": {"Type": "Succeed"}}}
            """,
            "{}");
    assertThat(execution.output()).isEqualTo("late");
  }

  @Test
  void theTokenOfAnotherWorldIsUnknownAndOtherTextIsNoToken() {
    String elsewhere = TaskToken.random(new SplittableRandom(5));
    TaskTokens tokens = runs.interpreter().tokens();
    assertThat(tokens.succeed(elsewhere, 1)).isEqualTo(TaskTokenResult.TASK_DOES_NOT_EXIST);
    for (String garbage : List.of("never given", "x".repeat(64), elsewhere + elsewhere)) {
      assertThat(tokens.succeed(garbage, 1)).isEqualTo(TaskTokenResult.INVALID_TOKEN);
    }
  }

  @Test
  void aTokenThatArrivesBeforeItsCallReturnsIsKept() {
    InterpreterFixture quick = new InterpreterFixture();
    quick.answering(
        InterpreterFixture.ASK,
        (call, answer) -> {
          quick.interpreter().tokens().succeed(call.token(), "early");
          quick.clock.runAt(InterpreterFixture.START.plusSeconds(1), () -> answer.succeed("sent"));
        });
    Execution execution = quick.run(InterpreterFixture.singleState(ASK.formatted("")), "{}");
    assertThat(InterpreterFixture.timeline(execution))
        .endsWith(
            """
            1.0 TaskSubmitted
            1.0 TaskSucceeded
            1.0 TaskStateExited Only
            1.0 ExecutionSucceeded\
            """);
  }

  @Test
  void aCallThatFailsAfterItsTokenIsIgnored() {
    InterpreterFixture quick = new InterpreterFixture();
    quick.answering(
        InterpreterFixture.ASK,
        (call, answer) -> {
          quick.interpreter().tokens().succeed(call.token(), "early");
          quick.clock.runAt(InterpreterFixture.START.plusSeconds(1), () -> answer.fail("Lost", ""));
        });
    Execution execution = quick.run(InterpreterFixture.singleState(ASK.formatted("")), "{}");
    assertThat(execution.output()).isEqualTo(Map.of("wake", "early"));
  }

  @Test
  void aCallThatFailsFailsTheTask() {
    Execution execution =
        new InterpreterFixture()
            .failing(InterpreterFixture.ASK, "sent", "EventBridge.ThrottlingException")
            .run(InterpreterFixture.singleState(ASK.formatted("")), "{}");
    assertThat(execution.error()).isEqualTo("EventBridge.ThrottlingException");
  }

  private Execution start(String fields) {
    return runs.start(InterpreterFixture.singleState(ASK.formatted(fields)), "{}");
  }

  private String token() {
    return runs.calls.get(0).token();
  }

  private TaskTokenResult failToken(Optional<String> error, Optional<String> cause) {
    return runs.interpreter().tokens().fail(token(), error, cause);
  }

  private void send(TaskTokenResult expected) {
    assertThat(runs.interpreter().tokens().succeed(token(), "woken")).isEqualTo(expected);
  }
}
