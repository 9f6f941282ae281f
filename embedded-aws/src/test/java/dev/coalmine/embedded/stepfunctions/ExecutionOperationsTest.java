package dev.coalmine.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.IncludedData;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/** Executions are started, described and stopped by the rules of the API reference. */
class ExecutionOperationsTest extends StepFunctionsFixture {
  @Test
  void executionIsStartedOnceAndDescribed() {
    clock.advance(Duration.ofMillis(1234));
    StartExecutionResponse answer = start("orders-8", "{\"function\":\"orders\"}");
    assertThat(answer.executionArn()).isEqualTo(EXECUTION + "orders-8");
    assertThat(answer.startDate()).isEqualTo(Instant.parse("2026-03-01T12:00:01.234Z"));
    assertThat(engine.started)
        .extracting(ExecutionEngine.ExecutionStart::name)
        .containsExactly("orders-8");
    DescribeExecutionResponse execution = read("orders-8");
    assertThat(execution.statusAsString()).isEqualTo("RUNNING");
    assertThat(execution.input()).isEqualTo("{\"function\":\"orders\"}");
    assertThat(execution.stopDate()).isNull();
    assertThat(
            client
                .describeStateMachineForExecution(
                    request -> request.executionArn(EXECUTION + "orders-8"))
                .stateMachineArn())
        .isEqualTo(MACHINE);
  }

  @Test
  void omittedNameAndInputHaveDefaults() {
    client.startExecution(request -> request.stateMachineArn(MACHINE));
    client.startExecution(request -> request.stateMachineArn(MACHINE));
    assertThat(engine.started)
        .extracting(ExecutionEngine.ExecutionStart::input)
        .containsExactly("{}", "{}");
    assertThat(engine.started)
        .extracting(ExecutionEngine.ExecutionStart::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void sameNameAndInputIsTheSameExecutionWhileItRuns() {
    StartExecutionResponse first = start("a", "{}");
    clock.advance(Duration.ofMinutes(1));
    StartExecutionResponse second = start("a", "{}");
    assertThat(second.executionArn()).isEqualTo(first.executionArn());
    assertThat(second.startDate()).isEqualTo(first.startDate());
    assertThat(engine.started).hasSize(1);
  }

  @Test
  void otherInputUnderTheSameNameIsRefused() {
    start("a", "{}");
    assertThatExceptionOfType(ExecutionAlreadyExistsException.class)
        .isThrownBy(() -> start("a", "{\"b\":1}"));
  }

  @Test
  void nameOfAnEndedExecutionIsTakenFor90Days() {
    start("a", "{}");
    engine.script(EXECUTION + "a").succeed("{}");
    refused(() -> start("a", "{}"), "ExecutionAlreadyExists");
    clock.advance(Duration.ofDays(90).plusSeconds(1));
    start("a", "{}");
    assertThat(engine.started).hasSize(2);
    assertThat(read("a").statusAsString()).isEqualTo("RUNNING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "a/b", "a:b", "a*", "a{}", "a&b", "a\tb", "a\u0001b"})
  void badNameIsRefused(String name) {
    refused(() -> start(name, "{}"), "InvalidName");
    assertThat(engine.started).isEmpty();
  }

  @Test
  void nameHasAtMost80Characters() {
    start("x".repeat(80), "{}");
    refused(() -> start("x".repeat(81), "{}"), "InvalidName");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{oops", "", "{} {}"})
  void inputMustBeJson(String input) {
    refused(() -> start("a", input), "InvalidExecutionInput");
  }

  @Test
  void inputHasAtMost262144BytesNotCharacters() {
    start("fits", '"' + "x".repeat(262_142) + '"');
    refused(() -> start("long", '"' + "x".repeat(262_143) + '"'), "InvalidExecutionInput");
    refused(() -> start("wide", '"' + "ä".repeat(140_000) + '"'), "InvalidExecutionInput");
  }

  @Test
  void unknownExecutionIsRefused() {
    refused(() -> read("nobody"), "ExecutionDoesNotExist");
    refused(
        () -> client.stopExecution(request -> request.executionArn(EXECUTION + "nobody")),
        "ExecutionDoesNotExist");
  }

  @Test
  void executionThatCannotBeStartedIsNotStored() {
    assertThatExceptionOfType(SfnException.class)
        .isThrownBy(() -> start("a", "\"unstartable\""))
        .matches(e -> e.statusCode() == 500);
    refused(() -> read("a"), "ExecutionDoesNotExist");
  }

  @Test
  void endedExecutionHasItsOutput() {
    start("a", "{}");
    engine.script(EXECUTION + "a").succeed("{\"outcome\":\"PROMOTED\"}");
    assertThat(read("a").statusAsString()).isEqualTo("SUCCEEDED");
    assertThat(read("a").output()).isEqualTo("{\"outcome\":\"PROMOTED\"}");
    assertThat(read("a").stopDate()).isEqualTo(clock.instant());
    assertThat(
            client
                .describeExecution(
                    request ->
                        request
                            .executionArn(EXECUTION + "a")
                            .includedData(IncludedData.METADATA_ONLY))
                .output())
        .isNull();
  }

  @Test
  void stoppedExecutionIsAborted() {
    start("a", "{}");
    Instant stopped =
        client
            .stopExecution(
                request ->
                    request.executionArn(EXECUTION + "a").error("Stopped").cause("by a person"))
            .stopDate();
    assertThat(stopped).isEqualTo(clock.instant());
    assertThat(read("a").statusAsString()).isEqualTo("ABORTED");
    assertThat(read("a").error()).isEqualTo("Stopped");
    assertThat(read("a").cause()).isEqualTo("by a person");
  }

  /** Recorded for RUNNING, SUCCEEDED, FAILED and TIMED_OUT. */
  @Test
  void anExecutionSaysWhetherItCanBeRedriven() {
    start("a", "{}");
    assertThat(read("a").redriveStatusAsString()).isEqualTo("NOT_REDRIVABLE");
    assertThat(read("a").redriveStatusReason())
        .isEqualTo("Execution is RUNNING and cannot be redriven");
    start("b", "{}");
    engine.script(EXECUTION + "b").succeed("{}");
    assertThat(read("b").redriveStatusReason())
        .isEqualTo("Execution is SUCCEEDED and cannot be redriven");
    client.stopExecution(request -> request.executionArn(EXECUTION + "a"));
    assertThat(read("a").redriveStatusAsString()).isEqualTo("REDRIVABLE");
    assertThat(read("a").redriveStatusReason()).isNull();
  }

  @Test
  void onlyAnExecutionThatDidNotSucceedIsRedriven() {
    start("a", "{}");
    refused(() -> redrive("a"), "ExecutionNotRedrivable");
    start("b", "{}");
    engine.script(EXECUTION + "b").succeed("{}");
    refused(() -> redrive("b"), "ExecutionNotRedrivable");
    client.stopExecution(request -> request.executionArn(EXECUTION + "a"));
    client.redriveExecution(request -> request.executionArn(EXECUTION + "a").clientToken("t"));
    client.redriveExecution(request -> request.executionArn(EXECUTION + "a").clientToken("t"));
    assertThat(read("a").statusAsString()).isEqualTo("RUNNING");
    assertThat(read("a").redriveCount()).isEqualTo(1);
    refused(() -> redrive("nobody"), "ExecutionDoesNotExist");
  }

  @Test
  void anExecutionIsRedrivenForFourteenDays() {
    start("a", "{}");
    client.stopExecution(request -> request.executionArn(EXECUTION + "a"));
    clock.advance(Duration.ofDays(14));
    assertThat(read("a").redriveStatusAsString()).isEqualTo("REDRIVABLE");
    clock.advance(Duration.ofMillis(1));
    assertThat(read("a").redriveStatusReason()).isEqualTo("Execution redrivable period exceeded");
    refused(() -> redrive("a"), "ExecutionNotRedrivable");
  }

  @ParameterizedTest
  @ValueSource(ints = {24_998, 24_999})
  void aRedriveNeedsRoomInTheHistory(int events) {
    start("a", "{}");
    for (int i = 0; i < events; i++) {
      engine.script(EXECUTION + "a").addEvent("PassStateEntered", "details", Map.of());
    }
    client.stopExecution(request -> request.executionArn(EXECUTION + "a"));
    if (events < 24_999) {
      redrive("a");
      assertThat(read("a").redriveCount()).isEqualTo(1);
    } else {
      assertThat(read("a").redriveStatusReason())
          .isEqualTo("Execution history event limit exceeded");
      refused(() -> redrive("a"), "ExecutionNotRedrivable");
    }
  }

  private void redrive(String name) {
    client.redriveExecution(request -> request.executionArn(EXECUTION + name));
  }

  @Test
  void stoppingAnEndedExecutionChangesNothing() {
    start("a", "{}");
    engine.script(EXECUTION + "a").succeed("{}");
    client.stopExecution(request -> request.executionArn(EXECUTION + "a"));
    assertThat(read("a").statusAsString()).isEqualTo("SUCCEEDED");
  }
}
