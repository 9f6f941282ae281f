package dev.coalmine.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.IncludedData;
import software.amazon.awssdk.services.sfn.model.InvalidOutputException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

class StepFunctionsServiceTest {
  private static final String MACHINE =
      "arn:aws:states:us-east-1:000000000000:stateMachine:coalmine";
  private static final String EXECUTION =
      "arn:aws:states:us-east-1:000000000000:execution:coalmine:";

  private final SettableClock clock = new SettableClock();
  private final ScriptedEngine engine = new ScriptedEngine(clock);
  private final StepFunctionsService service = new StepFunctionsService(clock, 7, engine);
  private final FaultInjection faults = new FaultInjection();
  private final EmbeddedAws aws = new EmbeddedAws(List.of(service), faults).serve(0);
  private final SfnClient client =
      SfnClient.builder()
          .endpointOverride(aws.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
          .httpClient(UrlConnectionHttpClient.create())
          .build();

  StepFunctionsServiceTest() {
    service.register(new StateMachine("coalmine", "{\"StartAt\":\"A\"}", "arn:role", true, false));
  }

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  private StartExecutionResponse start(String name, String input) {
    return client.startExecution(
        request -> request.stateMachineArn(MACHINE).name(name).input(input));
  }

  private DescribeExecutionResponse read(String name) {
    return client.describeExecution(request -> request.executionArn(EXECUTION + name));
  }

  private static void refused(ThrowingCallable call, String code) {
    assertThatExceptionOfType(SfnException.class)
        .isThrownBy(call)
        .matches(e -> e.statusCode() == 400)
        .extracting(e -> e.awsErrorDetails().errorCode())
        .isEqualTo(code);
  }

  @Test
  void machineIsDescribedAndListed() {
    DescribeStateMachineResponse machine =
        client.describeStateMachine(request -> request.stateMachineArn(MACHINE));
    assertThat(machine.definition()).isEqualTo("{\"StartAt\":\"A\"}");
    assertThat(machine.roleArn()).isEqualTo("arn:role");
    assertThat(machine.typeAsString()).isEqualTo("STANDARD");
    assertThat(machine.creationDate()).isEqualTo(clock.instant());
    assertThat(machine.loggingConfiguration().levelAsString()).isEqualTo("ALL");
    assertThat(machine.tracingConfiguration().enabled()).isFalse();
    assertThat(client.listStateMachines().stateMachines())
        .extracting(StateMachineListItem::name)
        .containsExactly("coalmine");
  }

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
  void nameAndInputAreMadeUpWhenLeftOut() {
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
  void requestOverAMebibyteIsRefused() {
    refused(() -> start("a", '"' + "x".repeat(1_100_000) + '"'), "ValidationException");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:states:us-east-1:000000000000:stateMachine:other, StateMachineDoesNotExist",
    "coalmine, InvalidArn"
  })
  void unknownMachineIsRefused(String arn, String code) {
    refused(() -> client.startExecution(request -> request.stateMachineArn(arn)), code);
    refused(() -> client.describeStateMachine(request -> request.stateMachineArn(arn)), code);
    refused(() -> client.listExecutions(request -> request.stateMachineArn(arn)), code);
  }

  @Test
  void unknownExecutionIsRefused() {
    refused(() -> read("nobody"), "ExecutionDoesNotExist");
    refused(
        () -> client.stopExecution(request -> request.executionArn(EXECUTION + "nobody")),
        "ExecutionDoesNotExist");
  }

  @Test
  void executionThatCannotBeStartedNeverWas() {
    assertThatExceptionOfType(SfnException.class)
        .isThrownBy(() -> start("a", "\"unstartable\""))
        .matches(e -> e.statusCode() == 500);
    refused(() -> read("a"), "ExecutionDoesNotExist");
  }

  @Test
  void endedExecutionTellsItsOutput() {
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

  @Test
  void stoppingWhatHasEndedChangesNothing() {
    start("a", "{}");
    engine.script(EXECUTION + "a").succeed("{}");
    client.stopExecution(request -> request.executionArn(EXECUTION + "a"));
    assertThat(read("a").statusAsString()).isEqualTo("SUCCEEDED");
  }

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
  void executionStartedBetweenPagesRepeatsNothing() {
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

  @Test
  void taskHearsOneAnswer() {
    client.sendTaskHeartbeat(request -> request.taskToken("waiting"));
    client.sendTaskSuccess(request -> request.taskToken("waiting").output("{\"go\":true}"));
    assertThat(engine.reports).containsExactly("succeeded with {\"go\":true}");
    refused(
        () -> client.sendTaskHeartbeat(request -> request.taskToken("waiting")), "TaskTimedOut");
    refused(() -> client.sendTaskFailure(request -> request.taskToken("waiting")), "TaskTimedOut");
  }

  @Test
  void taskHearsWhyItFailed() {
    client.sendTaskFailure(request -> request.taskToken("waiting").error("No").cause("not today"));
    assertThat(engine.reports).containsExactly("failed with No: not today");
  }

  @Test
  void unknownTaskAndBadOutputAreRefused() {
    refused(
        () -> client.sendTaskSuccess(request -> request.taskToken("other").output("1")),
        "TaskDoesNotExist");
    refused(() -> client.sendTaskHeartbeat(request -> request.taskToken(" ")), "InvalidToken");
    assertThatExceptionOfType(InvalidOutputException.class)
        .isThrownBy(
            () -> client.sendTaskSuccess(request -> request.taskToken("waiting").output("{")));
    assertThat(engine.reports).isEmpty();
  }

  @Test
  void unknownOperationIsRefusedAndSeen() {
    refused(() -> client.listActivities(), "UnknownOperationException");
    assertThat(aws.permissionsByCaller())
        .containsEntry("", java.util.Set.of("states:ListActivities"));
  }

  @Test
  void clientRetriesAThrottledStart() {
    faults.next("StartExecution", Fault.throttled());
    start("a", "{}");
    assertThat(engine.started).hasSize(1);
  }

  @Test
  void lostAnswerOfAStartStartsOnce() {
    faults.next("StartExecution", Fault.lostResponse());
    start("a", "{}");
    assertThat(engine.started).hasSize(1);
  }

  @Test
  void onlyAStatusThatThereIsCanBeListed() {
    refused(
        () ->
            client.listExecutions(
                request -> request.stateMachineArn(MACHINE).statusFilter("STUCK")),
        "ValidationException");
  }
}
