package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutionLimitsTest {
  private static final String LOOP =
      """
      {"StartAt": "Count", "States": {
        "Count": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "Again"},
        "Again": {"Type": "Choice", "Default": "Good", "Choices": [
          {"Variable": "$.n", "NumericLessThan": %d, "Next": "Count"}]},
        "Good": {"Type": "Succeed"}}}
      """;

  @Test
  void aLoopOfTwelveThousandTransitionsNeedsNoStack() throws InterruptedException {
    Execution[] execution = new Execution[1];
    Thread small =
        new Thread(
            null,
            () -> execution[0] = new InterpreterFixture().run(LOOP.formatted(6_000), "{\"n\": 0}"),
            "small-stack",
            192 * 1024);
    small.start();
    small.join();
    assertThat(execution[0].output()).isEqualTo(Map.of("n", 6_000L));
    assertThat(execution[0].history()).hasSize(24_004);
  }

  @Test
  void theTwentyFiveThousandthEventFailsTheExecution() {
    Execution execution = new InterpreterFixture().run(LOOP.formatted(1_000_000), "{\"n\": 0}");
    assertThat(execution.history()).hasSize(Execution.HISTORY_LIMIT);
    assertThat(execution.history().get(24_999).type()).isEqualTo(HistoryEventType.EXECUTION_FAILED);
    assertThat(execution.error()).isEqualTo("States.Runtime");
    assertThat(execution.cause())
        .isEqualTo("The execution reached the maximum number of history events (25000).");
  }

  @Test
  void noCatchMatchesTheHistoryLimitAndNoTaskStartsBeyondIt() {
    InterpreterFixture runs = new InterpreterFixture();
    runs.answering(InterpreterFixture.INVOKE, (call, answer) -> answer.fail("Busy", ""));
    Execution execution =
        runs.run(
            """
            {"StartAt": "Work", "States": {
              "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Pause"}]},
              "Pause": {"Type": "Wait", "Seconds": 60, "Next": "Work"}}}
            """,
            "{}");
    assertThat(execution.history()).hasSize(Execution.HISTORY_LIMIT);
    assertThat(execution.error()).isEqualTo("States.Runtime");
    long started =
        execution.history().stream()
            .filter(event -> event.type() == HistoryEventType.TASK_STARTED)
            .count();
    assertThat((long) runs.calls.size()).isEqualTo(started);
  }

  @Test
  void aHistorySnapshotDoesNotGrow() {
    InterpreterFixture runs = new InterpreterFixture();
    Execution execution = runs.start(LOOP.formatted(100), "{\"n\": 0}");
    List<HistoryEvent> before = execution.history();
    runs.clock.run();
    assertThat(before).hasSize(1);
    assertThat(execution.history()).hasSize(404);
  }
}
