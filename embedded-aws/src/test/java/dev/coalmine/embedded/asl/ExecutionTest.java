package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExecutionTest {
  private static final String TASK =
      """
      {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true %s}
      """;

  @Test
  void theHistoryHasTheShapeOfGetExecutionHistory() {
    InterpreterFixture runs =
        new InterpreterFixture()
            .failing(InterpreterFixture.INVOKE, Map.of("StatusCode", 200), "Busy");
    Execution execution =
        runs.run(
            """
            {"StartAt": "Work", "States": {
              "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {"FunctionName": "f", "Payload.$": "$"}, "TimeoutSeconds": 9,
                "Retry": [{"ErrorEquals": ["Busy"]}], "ResultPath": "$.r", "Next": "Good"},
              "Good": {"Type": "Succeed", "OutputPath": "$.r"}}}
            """,
            "{\"a\": 1}");
    assertThat(shape(execution))
        .isEqualTo(
            """
            {"id":1,"previousEventId":0,"type":"ExecutionStarted","executionStartedEventDetails":{"input":"{\\"a\\":1}","inputDetails":{"truncated":false},"roleArn":"arn:aws:iam::000000000000:role/workflow"}}
            {"id":2,"previousEventId":0,"type":"TaskStateEntered","stateEnteredEventDetails":{"input":"{\\"a\\":1}","inputDetails":{"truncated":false},"name":"Work"}}
            {"id":3,"previousEventId":2,"type":"TaskScheduled","taskScheduledEventDetails":{"parameters":"{\\"FunctionName\\":\\"f\\",\\"Payload\\":{\\"a\\":1}}","region":"us-east-1","resource":"invoke","resourceType":"lambda","timeoutInSeconds":9}}
            {"id":4,"previousEventId":3,"type":"TaskStarted","taskStartedEventDetails":{"resource":"invoke","resourceType":"lambda"}}
            {"id":5,"previousEventId":4,"type":"TaskFailed","taskFailedEventDetails":{"cause":"as the test wants","error":"Busy","resource":"invoke","resourceType":"lambda"}}
            {"id":6,"previousEventId":5,"type":"TaskScheduled","taskScheduledEventDetails":{"parameters":"{\\"FunctionName\\":\\"f\\",\\"Payload\\":{\\"a\\":1}}","region":"us-east-1","resource":"invoke","resourceType":"lambda","timeoutInSeconds":9}}
            {"id":7,"previousEventId":6,"type":"TaskStarted","taskStartedEventDetails":{"resource":"invoke","resourceType":"lambda"}}
            {"id":8,"previousEventId":7,"type":"TaskSucceeded","taskSucceededEventDetails":{"output":"{\\"StatusCode\\":200}","outputDetails":{"truncated":false},"resource":"invoke","resourceType":"lambda"}}
            {"id":9,"previousEventId":8,"type":"TaskStateExited","stateExitedEventDetails":{"name":"Work","output":"{\\"a\\":1,\\"r\\":{\\"StatusCode\\":200}}","outputDetails":{"truncated":false}}}
            {"id":10,"previousEventId":9,"type":"SucceedStateEntered","stateEnteredEventDetails":{"input":"{\\"a\\":1,\\"r\\":{\\"StatusCode\\":200}}","inputDetails":{"truncated":false},"name":"Good"}}
            {"id":11,"previousEventId":10,"type":"SucceedStateExited","stateExitedEventDetails":{"name":"Good","output":"{\\"StatusCode\\":200}","outputDetails":{"truncated":false}}}
            {"id":12,"previousEventId":11,"type":"ExecutionSucceeded","executionSucceededEventDetails":{"output":"{\\"StatusCode\\":200}","outputDetails":{"truncated":false}}}\
            """);
  }

  @Test
  void everyStateTypeRecordsItsEvents() {
    Execution execution =
        new InterpreterFixture()
            .run(
                """
                {"StartAt": "Pass", "States": {
                  "Pass": {"Type": "Pass", "Next": "Wait"},
                  "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Choose"},
                  "Choose": {"Type": "Choice", "Default": "Bad", "Choices": [
                    {"Variable": "$.x", "IsPresent": true, "Next": "Good"}]},
                  "Good": {"Type": "Succeed"},
                  "Bad": {"Type": "Fail", "Error": "Bad", "CausePath": "$.why"}}}
                """,
                "{\"why\": \"it is\"}");
    assertThat(InterpreterFixture.timeline(execution))
        .isEqualTo(
            """
            0.0 ExecutionStarted
            0.0 PassStateEntered Pass
            0.0 PassStateExited Pass
            0.0 WaitStateEntered Wait
            1.0 WaitStateExited Wait
            1.0 ChoiceStateEntered Choose
            1.0 ChoiceStateExited Choose
            1.0 FailStateEntered Bad
            1.0 ExecutionFailed Bad\
            """);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(execution.cause()).isEqualTo("it is");
    assertThat(execution.currentState()).isEqualTo("Bad");
  }

  @Test
  void stoppingAbortsWithoutACatch() {
    InterpreterFixture runs = new InterpreterFixture();
    List<TaskCompletion> answers = new ArrayList<>();
    runs.answering(InterpreterFixture.INVOKE, (call, answer) -> answers.add(answer));
    Execution execution =
        runs.start(
            """
            {"StartAt": "Work", "States": {
              "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Good",
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Good"}]},
              "Good": {"Type": "Succeed"}}}
            """,
            "{}");
    runs.clock.runAt(
        InterpreterFixture.START.plusSeconds(5),
        () -> assertThat(execution.stop("Enough", "")).isTrue());
    runs.clock.run();
    answers.get(0).succeed("too late");
    runs.clock.run();
    assertThat(InterpreterFixture.timeline(execution))
        .endsWith("0.0 TaskStarted\n5.0 ExecutionAborted Enough");
    assertThat(execution.history().get(4).previousEventId()).isZero();
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(execution.stop("Again", "")).isFalse();
    assertThat(execution.error()).isEqualTo("Enough");
  }

  @Test
  void stoppingEndsAWaitAndItsToken() {
    InterpreterFixture runs =
        new InterpreterFixture()
            .answering(InterpreterFixture.ASK, (call, answer) -> answer.succeed(1));
    Execution execution =
        runs.start(
            InterpreterFixture.singleState(
                """
                {"Type": "Task", "End": true,
                 "Resource": "arn:aws:states:::events:putEvents.waitForTaskToken"}
                """),
            "{}");
    runs.clock.run();
    execution.stop("", "");
    assertThat(execution.history().get(5).detailTree()).isEmpty();
    assertThat(runs.interpreter().tokens().succeed(runs.calls.get(0).token(), 1))
        .isEqualTo(TaskTokenResult.TASK_TIMED_OUT);
  }

  @Test
  void aHandlerMayStopItsOwnExecution() {
    InterpreterFixture runs = new InterpreterFixture();
    List<Execution> started = new ArrayList<>();
    runs.answering(
        InterpreterFixture.INVOKE,
        (call, answer) -> {
          started.get(0).stop("Self", "");
          answer.succeed(1);
        });
    started.add(runs.start(InterpreterFixture.singleState(TASK.formatted("")), "{}"));
    runs.clock.run();
    assertThat(InterpreterFixture.timeline(started.get(0)))
        .endsWith("0.0 TaskStarted\n0.0 ExecutionAborted Self");
  }

  @Test
  void machineTimeoutRunsNoCatch() {
    Execution execution =
        new InterpreterFixture()
            .run(
                """
                {"StartAt": "Wait", "TimeoutSeconds": 60, "States": {
                  "Wait": {"Type": "Wait", "Seconds": 61, "End": true}}}
                """,
                "{}");
    assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    assertThat(InterpreterFixture.timeline(execution)).endsWith("60.0 ExecutionTimedOut");
  }

  @Test
  void aResourceMayFailWithTimeout() {
    Execution execution =
        new InterpreterFixture()
            .failing(InterpreterFixture.INVOKE, 1, "States.Timeout")
            .run(InterpreterFixture.singleState(TASK.formatted("")), "{}");
    assertThat(InterpreterFixture.timeline(execution)).contains("TaskTimedOut States.Timeout");
  }

  @Test
  void aSlowCallInVirtualTimeDoesNotTimeOut() {
    InterpreterFixture runs = new InterpreterFixture();
    runs.answering(
        InterpreterFixture.INVOKE,
        (call, answer) ->
            runs.clock.runAt(
                InterpreterFixture.START.plusSeconds(99), () -> answer.succeed("in the end")));
    Execution execution =
        runs.run(InterpreterFixture.singleState(TASK.formatted(", \"TimeoutSeconds\": 1")), "{}");
    assertThat(execution.output()).isEqualTo("in the end");
  }

  @Test
  void onlyTheFirstAnswerCounts() {
    InterpreterFixture runs =
        new InterpreterFixture()
            .answering(
                InterpreterFixture.INVOKE,
                (call, answer) -> {
                  answer.succeed("first");
                  answer.fail("Second", "");
                  answer.succeed("third");
                });
    assertThat(runs.run(InterpreterFixture.singleState(TASK.formatted("")), "{}").output())
        .isEqualTo("first");
  }

  @Test
  void aResultIsCopiedAtOnce() {
    Map<String, Object> result = new LinkedHashMap<>(Map.of("v", "as answered"));
    InterpreterFixture runs =
        new InterpreterFixture()
            .answering(
                InterpreterFixture.INVOKE,
                (call, answer) -> {
                  answer.succeed(result);
                  result.put("v", "changed afterwards");
                });
    Execution execution = runs.run(InterpreterFixture.singleState(TASK.formatted("")), "{}");
    assertThat(execution.output()).isEqualTo(Map.of("v", "as answered"));
  }

  @Test
  void aResultThatIsNotJsonIsRefused() {
    InterpreterFixture runs =
        new InterpreterFixture()
            .answering(
                InterpreterFixture.INVOKE,
                (call, answer) -> answer.succeed(InterpreterFixture.START));
    Execution execution = runs.start(InterpreterFixture.singleState(TASK.formatted("")), "{}");
    assertThatThrownBy(runs.clock::run).hasMessage("not a JSON value: java.time.Instant");
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
  }

  @Test
  void theFirstStateIsEnteredByTheClock() {
    InterpreterFixture runs = new InterpreterFixture();
    List<HistoryEventType> received = new ArrayList<>();
    Execution execution =
        runs.start(
            InterpreterFixture.singleState("{\"Type\": \"Succeed\"}"),
            "{}",
            event -> received.add(event.type()));
    assertThat(received).containsExactly(HistoryEventType.EXECUTION_STARTED);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.RUNNING);
    runs.clock.run();
    assertThat(received)
        .containsExactlyElementsOf(execution.history().stream().map(HistoryEvent::type).toList())
        .endsWith(HistoryEventType.EXECUTION_SUCCEEDED);
  }

  @Test
  void theStatusIsFinalAtTheLastEvent() {
    InterpreterFixture runs = new InterpreterFixture();
    StateMachineDefinition machine =
        StateMachineDefinition.parse(
            InterpreterFixture.singleState("{\"Type\": \"Succeed\"}"), resource -> false);
    Map<HistoryEventType, ExecutionStatus> received = new LinkedHashMap<>();
    runs.interpreter()
        .start(
            machine,
            InterpreterFixture.identity(),
            1,
            (run, event) -> received.put(event.type(), run.status()));
    runs.clock.run();
    assertThat(received)
        .containsEntry(HistoryEventType.EXECUTION_STARTED, ExecutionStatus.RUNNING)
        .containsEntry(HistoryEventType.EXECUTION_SUCCEEDED, ExecutionStatus.SUCCEEDED);
  }

  @Test
  void theContextObjectHasExecutionAndState() {
    InterpreterFixture runs =
        new InterpreterFixture()
            .answering(InterpreterFixture.INVOKE, (call, answer) -> answer.succeed(1));
    runs.run(InterpreterFixture.singleState(TASK.formatted("")), "{\"a\": 1}");
    assertThat(Json.toText(new TreeMap<>(runs.calls.get(0).context())))
        .startsWith(
            "{\"Execution\":{\"Id\":\"arn:aws:states:us-east-1:000000000000:execution:machine:run-1\","
                + "\"Input\":{\"a\":1},\"StartTime\":\"2026-01-31T08:00:00.000Z\","
                + "\"Name\":\"run-1\",\"RoleArn\":\"arn:aws:iam::000000000000:role/workflow\","
                + "\"RedriveCount\":0}")
        .doesNotContain("Task\"");
  }

  @Test
  void anInputThatIsTooLargeIsNotStarted() {
    String input = "\"" + "x".repeat(JsonTrees.LIMIT - 1) + "\"";
    InterpreterFixture runs = new InterpreterFixture();
    assertThatThrownBy(
            () -> runs.start(InterpreterFixture.singleState("{\"Type\": \"Succeed\"}"), input))
        .hasMessage("input has more than 262144 bytes");
  }

  private static String shape(Execution execution) {
    return execution.history().stream()
        .map(
            event -> {
              Map<String, Object> shape = new LinkedHashMap<>();
              shape.put("id", event.id());
              shape.put("previousEventId", event.previousEventId());
              shape.put("type", event.type().wireName());
              shape.put(event.type().detailsField(), new TreeMap<>(event.details()));
              return Json.toText(shape);
            })
        .collect(Collectors.joining("\n"));
  }
}
