package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAndCatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "IntervalSeconds": 2 | 0 2 6 14
          "MaxAttempts": 5 | 0 1 3 7 15 31
          "MaxAttempts": 4, "BackoffRate": 1 | 0 1 2 3 4
          "MaxAttempts": 3, "BackoffRate": 1.5, "IntervalSeconds": 2 | 0 2 5 9.5
          "MaxAttempts": 5, "MaxDelaySeconds": 5 | 0 1 3 7 12 17
          "MaxAttempts": 0 | 0
          """)
  void retriesBackOffOnTheClock(String fields, String seconds) {
    String retry = "\"Retry\": [{\"ErrorEquals\": [\"Busy\"], " + fields + "}]";
    Execution execution = run(retry, Stream.generate(() -> "Busy").limit(9));
    assertThat(secondsOf(execution, HistoryEventType.TASK_SCHEDULED)).isEqualTo(seconds);
    assertThat(execution.error()).isEqualTo("Busy");
  }

  @Test
  void fullJitterDrawsEachWaitFromTheSeed() {
    String retry =
        """
        "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 10, "MaxAttempts": 50,
                   "BackoffRate": 1, "JitterStrategy": "FULL"}]""";
    Execution execution = run(retry, Stream.generate(() -> "Busy").limit(50));
    List<Long> waits = waits(execution);
    assertThat(waits).hasSize(50).allMatch(millis -> millis >= 0 && millis <= 10_000);
    assertThat(waits.stream().distinct()).hasSizeGreaterThan(40);
    assertThat(waits(run(retry, Stream.generate(() -> "Busy").limit(50)))).isEqualTo(waits);
  }

  @Test
  void attemptsAreCountedForEachRetrier() {
    String retry =
        """
        "Retry": [{"ErrorEquals": ["A"], "MaxAttempts": 2, "BackoffRate": 1},
                  {"ErrorEquals": ["States.ALL"], "MaxAttempts": 1, "IntervalSeconds": 10}]""";
    assertThat(secondsOf(run(retry, Stream.of("A", "B", "A")), HistoryEventType.TASK_SCHEDULED))
        .isEqualTo("0 1 11 12");
    Execution usedUp = run(retry, Stream.of("A", "A", "A"));
    assertThat(usedUp.error()).as("a used-up retrier hides the next").isEqualTo("A");
  }

  @Test
  void retriesCountInTheContextAndEnteredTimeStays() {
    InterpreterFixture runs =
        new InterpreterFixture().failing(InterpreterFixture.INVOKE, "done", "Busy", "Busy");
    runs.run(
        InterpreterFixture.singleState(
            """
            {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
             "Parameters": {"n.$": "$$.State.RetryCount", "t.$": "$$.State.EnteredTime"},
             "Retry": [{"ErrorEquals": ["Busy"]}]}
            """),
        "{}");
    assertThat(runs.calls.stream().map(call -> Json.toText(call.parameters())))
        .containsExactly(
            "{\"n\":0,\"t\":\"2026-01-31T08:00:00.000Z\"}",
            "{\"n\":1,\"t\":\"2026-01-31T08:00:00.000Z\"}",
            "{\"n\":2,\"t\":\"2026-01-31T08:00:00.000Z\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "Busy, Busy, yes",
    "Busy, busy, no",
    "Busy, States.ALL, yes",
    "Busy, States.TaskFailed, yes",
    "States.Timeout, States.TaskFailed, no",
    "States.Timeout, States.Timeout, yes",
    "States.Timeout, States.HeartbeatTimeout, no",
    "States.Timeout, States.ALL, yes",
    "States.Runtime, States.ALL, no",
    "States.Runtime, States.TaskFailed, no",
    "States.Runtime, States.Runtime, no",
    "States.DataLimitExceeded, States.ALL, yes",
    "Lambda.Unknown, States.Timeout, no"
  })
  void catchersMatchByName(String error, String errorEquals, String caught) {
    Execution execution =
        run("\"Catch\": [" + catcher(errorEquals, "\"ResultPath\": null") + "]", Stream.of(error));
    assertThat(execution.status() == ExecutionStatus.SUCCEEDED ? "yes" : "no").isEqualTo(caught);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "Comment": "whole" | {"Error":"Busy","Cause":"as the test wants"}
          "ResultPath": "$.failure" | {"a":1,"failure":{"Error":"Busy","Cause":"as the test wants"}}
          "ResultPath": null | {"a":1}
          """)
  void theErrorGoesIntoTheRawInput(String fields, String output) {
    Execution execution =
        run(
            "\"InputPath\": \"$.a\", \"Catch\": [" + catcher("States.ALL", fields) + "]",
            Stream.of("Busy"));
    assertThat(Json.toText(execution.output())).isEqualTo(output);
  }

  @Test
  void retryComesBeforeCatch() {
    String fields =
        """
        "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}], "Catch": [%s]"""
            .formatted(catcher("Busy", "\"ResultPath\": null"));
    assertThat(InterpreterFixture.timeline(run(fields, Stream.of("Busy", "Busy"))))
        .isEqualTo(
            """
            0.0 ExecutionStarted
            0.0 TaskStateEntered Work
            0.0 TaskScheduled
            0.0 TaskStarted
            0.0 TaskFailed Busy
            1.0 TaskScheduled
            1.0 TaskStarted
            1.0 TaskFailed Busy
            1.0 TaskStateExited Work
            1.0 PassStateEntered Caught
            1.0 PassStateExited Caught
            1.0 ExecutionSucceeded""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "Parameters": {"v.$": "$.nothing"} | States.Runtime
          "ResultSelector": {"v.$": "$.nothing"} | States.Runtime
          "InputPath": "$.nothing" | States.Runtime
          "OutputPath": "$.nothing" | States.Runtime
          "TimeoutSecondsPath": "$.nothing" | States.Runtime
          """)
  void missingPathsAreNotCaught(String fields, String error) {
    Execution execution =
        run(
            fields + ", \"Catch\": [" + catcher("States.ALL", "\"ResultPath\": null") + "]",
            Stream.of());
    assertThat(execution.error()).isEqualTo(error);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
  }

  @Test
  void aResultThatDoesNotFitIntoTheInputIsCaught() {
    Execution execution =
        run(
            "\"ResultPath\": \"$.a.b\", \"Catch\": ["
                + catcher("States.ResultPathMatchFailure", "\"ResultPath\": \"$.failure\"")
                + "]",
            Stream.of());
    assertThat(Json.toText(execution.output())).contains("States.ResultPathMatchFailure");
  }

  @Test
  void aResultThatIsTooLargeFailsTheTask() {
    InterpreterFixture runs =
        new InterpreterFixture()
            .answering(
                InterpreterFixture.INVOKE,
                (call, answer) -> answer.succeed("x".repeat(JsonTrees.LIMIT - 1)));
    Execution execution =
        runs.run(
            machine("\"Catch\": [" + catcher("States.ALL", "\"ResultPath\": null") + "]"), "{}");
    assertThat(InterpreterFixture.timeline(execution))
        .contains("TaskFailed States.DataLimitExceeded")
        .endsWith("ExecutionSucceeded");
  }

  @Test
  void anExceptionFromAResourceFailsTheExecution() {
    InterpreterFixture runs =
        new InterpreterFixture()
            .answering(
                InterpreterFixture.INVOKE,
                (call, answer) -> {
                  throw new IllegalStateException("broken");
                });
    Execution execution =
        runs.start(
            machine("\"Catch\": [" + catcher("States.ALL", "\"ResultPath\": null") + "]"), "{}");
    org.assertj.core.api.Assertions.assertThatThrownBy(runs.clock::run).hasMessage("broken");
    assertThat(execution.error()).isEqualTo("States.Runtime");
    assertThat(execution.cause()).contains("broken");
  }

  private static Execution run(String fields, Stream<String> errors) {
    return new InterpreterFixture()
        .failing(InterpreterFixture.INVOKE, 5, errors.toArray(String[]::new))
        .run(machine(fields), "{\"a\": 1}");
  }

  private static String machine(String fields) {
    String caught =
        fields.contains("Caught") ? ", \"Caught\": {\"Type\": \"Pass\", \"End\": true}" : "";
    return """
        {"StartAt": "Work", "States": {
          "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true, %s}%s}}
        """
        .formatted(fields, caught);
  }

  private static String catcher(String errorEquals, String fields) {
    return "{\"ErrorEquals\": [\"" + errorEquals + "\"], \"Next\": \"Caught\", " + fields + "}";
  }

  private static String secondsOf(Execution execution, HistoryEventType type) {
    return execution.history().stream()
        .filter(event -> event.type() == type)
        .map(
            event ->
                Duration.between(InterpreterFixture.START, event.timestamp()).toMillis() / 1000.0)
        .map(seconds -> String.valueOf(seconds).replace(".0", ""))
        .collect(Collectors.joining(" "));
  }

  private static List<Long> waits(Execution execution) {
    List<HistoryEvent> scheduled =
        execution.history().stream()
            .filter(event -> event.type() == HistoryEventType.TASK_SCHEDULED)
            .toList();
    return Stream.iterate(1, i -> i < scheduled.size(), i -> i + 1)
        .map(
            i ->
                Duration.between(scheduled.get(i - 1).timestamp(), scheduled.get(i).timestamp())
                    .toMillis())
        .toList();
  }
}
