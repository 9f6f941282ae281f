package dev.coalmine.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** Executions and their events are listed by page. */
class ExecutionListsTest extends StepFunctionsFixture {
  @Test
  void executionsAreListedNewestFirstByPageAndByStatus() {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      start(name, "{}");
    }
    engine.script(EXECUTION + "c").succeed("{}");
    assertThat(
            client
                .listExecutionsPaginator(request -> request.stateMachineArn(MACHINE).maxResults(2))
                .executions())
        .extracting(ExecutionListItem::name)
        .containsExactly("e", "d", "c", "b", "a");
    assertThat(
            client
                .listExecutions(
                    request -> request.stateMachineArn(MACHINE).statusFilter("SUCCEEDED"))
                .executions())
        .extracting(ExecutionListItem::name)
        .containsExactly("c");
  }

  @Test
  void executionStartedBetweenPagesRepeatsNoElement() {
    start("a", "{}");
    start("b", "{}");
    String token =
        client
            .listExecutions(request -> request.stateMachineArn(MACHINE).maxResults(1))
            .nextToken();
    start("c", "{}");
    assertThat(
            client
                .listExecutions(request -> request.stateMachineArn(MACHINE).nextToken(token))
                .executions())
        .extracting(ExecutionListItem::name)
        .containsExactly("a");
    refused(
        () -> client.listExecutions(request -> request.stateMachineArn(MACHINE).nextToken("x")),
        "InvalidToken");
  }

  @Test
  void historyIsReadByPageInBothDirections() {
    start("a", "{}");
    ScriptedEngine.ScriptedExecution script = engine.script(EXECUTION + "a");
    script.addEvent(
        "ExecutionStarted", "executionStartedEventDetails", Map.of("input", "{}", "roleArn", "r"));
    clock.advance(Duration.ofMillis(1500));
    script.addEvent(
        "PassStateEntered", "stateEnteredEventDetails", Map.of("name", "A", "input", "{}"));
    script.addEvent("ExecutionSucceeded", "executionSucceededEventDetails", Map.of("output", "1"));
    List<HistoryEvent> events =
        client
            .getExecutionHistoryPaginator(
                request -> request.executionArn(EXECUTION + "a").maxResults(2))
            .events()
            .stream()
            .toList();
    assertThat(events).extracting(HistoryEvent::id).containsExactly(1L, 2L, 3L);
    assertThat(events.get(1).timestamp()).isEqualTo(Instant.parse("2026-03-01T12:00:01.500Z"));
    assertThat(events.get(1).stateEnteredEventDetails().input()).isEqualTo("{}");
    assertThat(
            new ArrayList<>(
                client
                    .getExecutionHistoryPaginator(
                        request ->
                            request.executionArn(EXECUTION + "a").maxResults(1).reverseOrder(true))
                    .events()
                    .stream()
                    .toList()))
        .extracting(HistoryEvent::id)
        .containsExactly(3L, 2L, 1L);
    assertThat(
            client
                .getExecutionHistory(
                    request -> request.executionArn(EXECUTION + "a").includeExecutionData(false))
                .events()
                .get(1)
                .stateEnteredEventDetails())
        .satisfies(
            details -> {
              assertThat(details.name()).isEqualTo("A");
              assertThat(details.input()).isNull();
            });
  }

  /** The API's model requires a scheduled task's parameters; input and output are optional. */
  @Test
  void aHistoryWithoutDataKeepsTheParametersOfTasks() {
    start("a", "{}");
    engine
        .script(EXECUTION + "a")
        .addEvent(
            "TaskScheduled",
            "taskScheduledEventDetails",
            Map.of("resourceType", "lambda", "resource", "invoke", "parameters", "{}"));
    assertThat(
            client
                .getExecutionHistory(
                    request -> request.executionArn(EXECUTION + "a").includeExecutionData(false))
                .events()
                .get(0)
                .taskScheduledEventDetails()
                .parameters())
        .isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource({"REDRIVEN, 0", "NOT_REDRIVEN, 1"})
  void nothingIsRedriven(String filter, int listed) {
    start("a", "{}");
    assertThat(
            client
                .listExecutions(request -> request.stateMachineArn(MACHINE).redriveFilter(filter))
                .executions())
        .hasSize(listed);
  }

  @Test
  void onlyAKnownStatusCanBeListed() {
    refused(
        () ->
            client.listExecutions(
                request -> request.stateMachineArn(MACHINE).statusFilter("STUCK")),
        "ValidationException");
  }
}
