package dev.coalmine.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.local.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealTimeTest {
  private final ScaledClock clock = new ScaledClock(Runs.START, 1_000);
  private final DaemonThreads threads = new DaemonThreads();

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
            Map.of(Runs.INVOKE, (call, answer) -> await(never)),
            Runs.only(
                """
                {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                 "TimeoutSeconds": 1}
                """));
    assertThat(execution.error()).isEqualTo("States.Timeout");
    assertThat(execution.stopDate().orElseThrow()).isAfter(Runs.START.plusSeconds(900));
    never.countDown();
  }

  @Test
  void aTokenTimesOutByTheClock() throws InterruptedException {
    long wall = System.nanoTime();
    Execution execution =
        runToEnd(
            Map.of(Runs.ASK, (call, answer) -> answer.success(1)),
            Runs.only(
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
    Interpreter interpreter =
        new Interpreter(
            clock, threads, Map.of(Runs.INVOKE, (call, answer) -> answer.success("ok")), 1);
    StateMachine machine =
        StateMachine.load(
            """
            {"StartAt": "Work", "States": {
              "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "ResultPath": "$.r", "TimeoutSeconds": 60, "Next": "Pause"},
              "Pause": {"Type": "Wait", "Seconds": 10, "Next": "Again"},
              "Again": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}
            """,
            interpreter::knows);
    List<Execution> executions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      executions.add(
          interpreter.start(
              machine,
              Runs.identity(),
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
  void tokensAndStopsRaceAndOneOfThemWins() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      CountDownLatch asked = new CountDownLatch(1);
      List<String> tokens = new ArrayList<>();
      CountDownLatch done = new CountDownLatch(1);
      Interpreter interpreter =
          new Interpreter(
              clock,
              threads,
              Map.of(
                  Runs.ASK,
                  (call, answer) -> {
                    answer.success(1);
                    tokens.add(call.token());
                    asked.countDown();
                  }),
              i);
      StateMachine machine =
          StateMachine.load(
              Runs.only(
                  """
                  {"Type": "Task", "End": true,
                   "Resource": "arn:aws:states:::events:putEvents.waitForTaskToken"}
                  """),
              interpreter::knows);
      Execution execution =
          interpreter.start(
              machine,
              Runs.identity(),
              Json.tree("{}"),
              (run, event) -> {
                if (event.type().endsExecution()) {
                  done.countDown();
                }
              });
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      threads.run(() -> interpreter.tokens().success(tokens.get(0), "woken"));
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

  private Execution runToEnd(Map<String, Resource> resources, String definition)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Interpreter interpreter = new Interpreter(clock, threads, resources, 1);
    Execution execution =
        interpreter.start(
            StateMachine.load(definition, interpreter::knows),
            Runs.identity(),
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
