package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.cloudformation.CustomResourceResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.lambda.FunctionState;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import dev.coalmine.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudFormation is answered once, whatever fails or is stopped. */
class StackAnswerTest extends StackFixture {
  @Test
  void aRequestThatComesTwiceIsServedOnce() {
    Map<String, Object> event = event("Update", STEPS.formatted("8"));
    CompletableFuture<CustomResourceResponse> first = world.stacks().sendRequest(event);
    clock.runTo(clock.instant().plusSeconds(1));
    redeliver();

    assertThat(answer(first).status()).isEqualTo("SUCCESS");
    assertThat(releases()).hasSize(1);
    assertThat(executions(Arns.stateMachine(StackName.STACK_WORKFLOW))).hasSize(1);
  }

  /** Lambda delivers an event at least once, so maybe twice. */
  private void redeliver() {
    Map<String, Object> described =
        call(
            "DescribeExecution",
            Map.of("executionArn", executions(Arns.stateMachine(StackName.STACK_WORKFLOW)).get(0)));
    Map<String, Object> input = Json.parseObject(bytes("" + described.get("input")));
    Map<String, Object> event = event("Update", STEPS.formatted("8"));
    event.put("RequestId", JsonView.of(input.get("request")).map().get("requestId"));
    event.put("ResponseURL", input.get("responseUrl"));
    world.lambda().invoke(StackName.functionName("StackRequestFunction"), Json.toBytes(event));
  }

  @Test
  void aBucketThatDoesNotAnswerIsTriedAgain() {
    Fault fails = Fault.serviceError();
    world.aws().faults().next("PutObject", fails, fails, fails, fails, fails, fails);

    assertThat(answer(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");
    assertThat(answers()).containsExactly(1);
  }

  @Test
  void anAnswerThatWasLostIsGivenAgainAndCountsOnce() {
    world.aws().faults().next("PutObject", Fault.lostResponse());

    assertThat(answer(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");
    clock.runTo(clock.instant().plusSeconds(60));
    assertThat(answers()).containsExactly(2);
  }

  @Test
  void aRequestThatCannotBeHandedOnIsAnsweredAtOnce() {
    world.aws().faults().always("StartExecution", StoppableRelease.DENIED);

    assertThat(answer(ask("Update", STEPS.formatted("8"))).toString())
        .startsWith("FAILED: could not start the stack workflow, so nothing was released: ")
        .contains("not authorized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListExecutions", "GetAlias", "DescribeExecution"})
  void aRightThatIsMissingIsAnsweredWithItsReason(String operation) {
    world.aws().faults().always(operation, StoppableRelease.DENIED);

    assertThat(answer(ask("Update", STEPS.formatted("7"))).toString())
        .startsWith("FAILED: could not continue: ")
        .contains("not authorized");
  }

  @Test
  void anEarlierReleaseThatMayNotBeStoppedIsWaitedFor() {
    ask("Update", STEPS.formatted("8")).isDone();
    clock.runTo(clock.instant().plusSeconds(30));
    world.aws().faults().always("StopExecution", StoppableRelease.DENIED);

    assertThat(answer(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");
    assertThat(alias()).isEqualTo("7");
  }

  @Test
  void aReleaseThatIsNotDoneAfterFiftyFiveMinutesIsTakenBack() {
    Duration pending = Duration.ofMinutes(29);
    world
        .lambda()
        .setVersionState("orders", "8", FunctionState.PENDING, Rehearsal.START.plus(pending));
    CompletableFuture<CustomResourceResponse> update =
        ask("Update", STEPS.formatted("8").replace("PT5M", "PT29M"));
    clock.runTo(Rehearsal.START.plus(Duration.ofMinutes(55)));
    assertThat(update).isNotDone();
    assertThat(alias()).contains("8");

    assertThat(answer(update))
        .hasToString(
            "FAILED: the release did not end within 55 min of the stack's request and was rolled"
                + " back: CloudFormation waits 60 min");
    assertThat(Duration.between(Rehearsal.START, clock.instant()))
        .isLessThan(Duration.ofMinutes(56));
    assertThat(alias()).isEqualTo("7");
  }

  @Test
  void aReleaseThatSomebodyStopsFailsTheResourceAndIsTakenBack() {
    CompletableFuture<CustomResourceResponse> update = ask("Update", STEPS.formatted("8"));
    clock.runTo(clock.instant().plusSeconds(60));
    stop(releases().get(0));

    assertThat(answer(update))
        .hasToString("FAILED: the release was stopped from outside (ABORTED) and rolled back");
    assertThat(alias()).isEqualTo("7");
  }

  @Test
  void whereverItsExecutionIsStoppedCloudFormationIsTold() {
    assertThat(answer(ask("Update", STEPS.formatted("8"))).status()).isEqualTo("SUCCESS");
    int events = stackEvents.size();
    assertThat(events).isGreaterThan(100);

    for (int event : List.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 40, 41, 42, 43)) {
      StackFixture other = new StackFixture();
      other.stopAt = "" + event;
      CustomResourceResponse answer = other.answer(other.ask("Update", STEPS.formatted("8")));
      assertThat(answer.toString())
          .as("stopped at event %d", event)
          .startsWith("FAILED: the execution for this request was stopped from outside (ABORTED");
      assertThat(other.answer(other.ask("Update", STEPS.formatted("7"))))
          .as("then the stack goes back")
          .hasToString("SUCCESS");
      assertThat(other.alias()).isEqualTo("7");
    }
    for (int event = events - 12; event <= events - 1; event++) {
      StackFixture other = new StackFixture();
      other.stopAt = "" + event;
      other.answer(other.ask("Update", STEPS.formatted("8")));
      other.clock.runTo(other.clock.instant().plusSeconds(60));
      assertThat(other.answers()).as("stopped at event %d", event).allMatch(count -> count >= 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Refresh", "CREATE ", "\u001b[31mUpdate"})
  void aRequestOfAnUnknownKindIsAnswered(String kind) {
    assertThat(answer(ask(kind, STEPS.formatted("8"))).toString())
        .startsWith(
            "FAILED: RequestType must be Create, Update or Delete, not \"%s\""
                .formatted(VisibleText.of(kind)));
    assertThat(executions(Arns.stateMachine(StackName.STACK_WORKFLOW))).isEmpty();
    assertThat(answers()).containsExactly(1);
  }

  /** The answer would go to whoever asked, from within the network of the functions. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/x?a=b",
        "https://evil.example/x?a=b",
        "http://169.254.169.254/latest/meta-data?a=b",
        "http://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/x?a=b"
      })
  void aRequestWithAForeignAddressStartsNothing(String address) {
    Map<String, Object> event = event("Update", STEPS.formatted("8"));
    event.put("ResponseURL", address);

    FunctionRunner.FunctionResult result =
        world.lambda().invoke(StackName.functionName("StackRequestFunction"), Json.toBytes(event));

    assertThat(result.failed()).isTrue();
    assertThat(new String(result.payload(), StandardCharsets.UTF_8))
        .contains("could not send the response to CloudFormation: its ResponseURL is not ")
        .doesNotContain("a=b");
    assertThat(executions(Arns.stateMachine(StackName.STACK_WORKFLOW))).isEmpty();
    assertThat(releases()).isEmpty();
  }

  @Test
  void nobodyButTheStacksExecutionKnowsTheAddress() {
    PrintStream before = System.out;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setOut(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      world.aws().faults().next("PutObject", Fault.serviceError());
      answer(ask("Update", STEPS.formatted("8")));
      world.aws().faults().always("StartExecution", StoppableRelease.DENIED);
      world.aws().faults().next("PutObject", Fault.serviceError());
      answer(ask("Update", STEPS.formatted("7")));
      world
          .lambda()
          .invoke(
              StackName.functionName("StackRequestFunction"),
              bytes("{\"ResponseURL\": \"Signature=1"));
    } finally {
      System.setOut(before);
    }

    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("SUCCESS", "FAILED")
        .doesNotContain("Signature", "/_coalmine/stacks");
    for (String release : releases()) {
      Map<String, Object> described = call("DescribeExecution", Map.of("executionArn", release));
      assertThat(Json.toText(described)).doesNotContain("Signature");
      assertThat(Json.toText(call("GetExecutionHistory", Map.of("executionArn", release))))
          .doesNotContain("Signature");
    }
  }
}
