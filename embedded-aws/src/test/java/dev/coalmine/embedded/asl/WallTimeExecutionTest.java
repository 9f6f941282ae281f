package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.clock.DaemonTaskExecutor;
import dev.coalmine.embedded.clock.ScaledClock;
import dev.coalmine.embedded.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WallTimeExecutionTest {
  private final ScaledClock clock = new ScaledClock(InterpreterFixture.START, 1_000);
  private final DaemonTaskExecutor threads = new DaemonTaskExecutor();

  @AfterEach
  void close() {
    clock.close();
    threads.close();
  }

  @Test
  void aCallThatTakesTooLongTimesOutByWallTime() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Execution execution =
        runToEnd(
            Map.of(InterpreterFixture.INVOKE, (call, answer) -> await(never)),
            InterpreterFixture.singleState(
                """
                {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                 "TimeoutSeconds": 1}
                """));
    assertThat(execution.error()).isEqualTo("States.Timeout");
    assertThat(execution.stopDate().orElseThrow())
        .isAfter(InterpreterFixture.START.plusSeconds(900));
    never.countDown();
  }

  @Test
  void aTokenTimesOutByTheClock() throws InterruptedException {
    long wall = System.nanoTime();
    Execution execution =
        runToEnd(
            Map.of(InterpreterFixture.ASK, (call, answer) -> answer.succeed(1)),
            InterpreterFixture.singleState(
                """
                {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents.waitForTaskToken",
                 "TimeoutSeconds": 60, "End": true}
                """));
    assertThat(execution.error()).isEqualTo("States.Timeout");
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - wall)).isLessThan(60);
  }

  @Test
  void manyExecutionsSideBySideKeepTheirOrder() throws InterruptedException {
    int count = 200;
    CountDownLatch done = new CountDownLatch(count);
    AslInterpreter interpreter =
        new AslInterpreter(
            clock,
            threads,
            Map.of(InterpreterFixture.INVOKE, (call, answer) -> answer.succeed("ok")),
            1);
    StateMachineDefinition machine =
        StateMachineDefinition.parse(
            """
            {"StartAt": "Work", "States": {
              "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "ResultPath": "$.r", "TimeoutSeconds": 60, "Next": "Pause"},
              "Pause": {"Type": "Wait", "Seconds": 10, "Next": "Again"},
              "Again": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}
            """,
            interpreter::hasResource);
    List<Execution> executions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      executions.add(
          interpreter.start(
              machine,
              InterpreterFixture.identity(),
              Map.of(),
              (execution, event) -> {
                if (event.type().endsExecution()) {
                  done.countDown();
                }
              }));
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(executions)
        .allSatisfy(
            execution ->
                assertThat(execution.history())
                    .hasSize(14)
                    .isSortedAccordingTo((a, b) -> a.timestamp().compareTo(b.timestamp())));
  }

  @Test
  void tokensAndStopsRaceAndOneWins() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      CountDownLatch asked = new CountDownLatch(1);
      List<String> tokens = new ArrayList<>();
      CountDownLatch done = new CountDownLatch(1);
      AslInterpreter interpreter =
          new AslInterpreter(
              clock,
              threads,
              Map.of(
                  InterpreterFixture.ASK,
                  (call, answer) -> {
                    answer.succeed(1);
                    tokens.add(call.token());
                    asked.countDown();
                  }),
              i);
      StateMachineDefinition machine =
          StateMachineDefinition.parse(
              InterpreterFixture.singleState(
                  """
                  {"Type": "Task", "End": true,
                   "Resource": "arn:aws:states:::events:putEvents.waitForTaskToken"}
                  """),
              interpreter::hasResource);
      Execution execution =
          interpreter.start(
              machine,
              InterpreterFixture.identity(),
              Json.parse("{}"),
              (run, event) -> {
                if (event.type().endsExecution()) {
                  done.countDown();
                }
              });
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      threads.run(() -> interpreter.tokens().succeed(tokens.get(0), "woken"));
      boolean stopped = execution.stop("Enough", "");
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(execution.status())
          .isEqualTo(stopped ? ExecutionStatus.ABORTED : ExecutionStatus.SUCCEEDED);
      assertThat(execution.history().stream().filter(event -> event.type().endsExecution()))
          .hasSize(1);
      assertThat(execution.history().get(execution.history().size() - 1).type().endsExecution())
          .isTrue();
    }
  }

  private Execution runToEnd(Map<String, TaskResource> resources, String definition)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    AslInterpreter interpreter = new AslInterpreter(clock, threads, resources, 1);
    Execution execution =
        interpreter.start(
            StateMachineDefinition.parse(definition, interpreter::hasResource),
            InterpreterFixture.identity(),
            Map.of(),
            (run, event) -> {
              if (event.type().endsExecution()) {
                done.countDown();
              }
            });
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    return execution;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
