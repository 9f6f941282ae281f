package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.PipelineEvents;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.codepipeline.PipelineAction;
import dev.coalmine.embedded.codepipeline.PipelineActionResult;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How actions of a pipeline end, without traffic. */
class PipelineJobTest {
  private static final String AT_ONCE =
      """
      {"function": "orders", "plan": {"steps": [{"weight": 10, "bake": "PT5M"}]},
       "gate": {"metrics": false}, "watch": "PT0S"}
      """;
  private static final String NAME = "pipeline-11111111-abcd-1111-abcd-111111abcdef";
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final VirtualClock clock = new VirtualClock(Rehearsal.START);
  private final SimulatedAccount world = LOCAL.account(clock).enableTriggers();

  PipelineJobTest() {
    SampleAccount.createIn(world);
  }

  @Test
  void anActionLastsAsLongAsItsReleaseAndTellsTheOutcome() {
    PipelineAction action = begin(AT_ONCE);
    PipelineActionResult end = end(action);

    assertThat(end.status()).isEqualTo(PipelineActionResult.PipelineActionStatus.SUCCEEDED);
    assertThat(end.message()).startsWith("PROMOTED orders-8: ");
    assertThat(end.externalExecutionId()).endsWith(":execution:coalmine:" + NAME);
    assertThat(end.outputVariables())
        .containsEntry("outcome", "PROMOTED")
        .containsEntry("id", "orders-8")
        .containsKey("reason");
    assertThat(Duration.between(Rehearsal.START, clock.instant()))
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
    assertThat(action.jobs()).hasSizeGreaterThan(8);
    assertThat(executions()).hasSize(1);
  }

  @Test
  void aReleaseThatIsRolledBackFailsTheAction() {
    PipelineActionResult end =
        end(begin("{\"function\": \"orders\", \"maxDuration\": \"PT10M\"}")); // nobody calls

    assertThat(end.status()).isEqualTo(PipelineActionResult.PipelineActionStatus.FAILED);
    assertThat(end.type()).isEqualTo("JobFailed");
    assertThat(end.message()).startsWith("RolledBack: ");
    assertThat(end.externalExecutionId()).endsWith(NAME);
  }

  @Test
  void aReleaseThatIsStoppedFailsTheAction() {
    PipelineAction action = begin(AT_ONCE);
    clock.runTo(clock.instant().plusSeconds(90));
    ask("StopExecution", Map.of("executionArn", executions().get(0), "error", "Ann"));

    assertThat(end(action).message())
        .isEqualTo(
            "the execution was stopped from outside (ABORTED Ann): check the routing of its"
                + " targets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                               | function is missing: name the function to release, or use targets
          {}                               | function is missing: name the function to release, or use targets
          [1]                              | the request must be a JSON object, not a list of 1
          {"function": "a b", "wach": 1}   | unknown field wach (did you mean watch?); function must be a function's name or its ARN without a version or alias, not "a b"
          """)
  void parametersThatAreNoRequestFailTheActionWithAllFaults(String parameters, String faults) {
    PipelineActionResult end = end(begin(parameters));

    assertThat(end.type()).isEqualTo("ConfigurationError");
    assertThat(end.message()).isEqualTo("UserParameters is not a valid release request: " + faults);
    assertThat(executions()).isEmpty();
  }

  @Test
  void parametersThatAreNoJsonFailTheAction() {
    PipelineActionResult end = end(begin("orders"));

    assertThat(end.type()).isEqualTo("ConfigurationError");
    assertThat(end.message()).contains("not JSON: ").contains("orders");
  }

  @Test
  void aJobThatLambdaDeliversAgainStartsNothingTwice() {
    Fault lost = Fault.serviceError();
    world.aws().faults().next("PutJobSuccessResult", lost, lost, lost, lost);
    PipelineActionResult end = end(begin(AT_ONCE));

    assertThat(end.status()).isEqualTo(PipelineActionResult.PipelineActionStatus.SUCCEEDED);
    assertThat(executions()).hasSize(1);
  }

  @Test
  void anAnswerThatWasLostIsNotGivenTwice() {
    world.aws().faults().next("PutJobSuccessResult", Fault.lostResponse());

    assertThat(end(begin(AT_ONCE)).status())
        .isEqualTo(PipelineActionResult.PipelineActionStatus.SUCCEEDED);
    assertThat(executions()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"DescribeExecution", "GetExecutionHistory", "StartExecution"})
  void aBusyStepFunctionsFailsNoAction(String operation) {
    world.aws().faults().always(operation, Fault.throttled());
    PipelineAction action = begin(AT_ONCE);
    clock.runTo(clock.instant().plusSeconds(40));
    assertThat(action.result()).isNotDone();
    world.aws().faults().clear();

    assertThat(end(action).status()).isEqualTo(PipelineActionResult.PipelineActionStatus.SUCCEEDED);
    assertThat(executions()).hasSize(1);
  }

  @Test
  void aMissingRightFailsTheActionAndSaysWhich() {
    world
        .aws()
        .faults()
        .always("StartExecution", Fault.error(400, "AccessDeniedException", "not authorized"));
    PipelineActionResult end = end(begin(AT_ONCE));

    assertThat(end.type()).isEqualTo("PermissionError");
    assertThat(end.message()).contains("not authorized");
    assertThat(end.externalExecutionId()).isEmpty();
  }

  @Test
  void credentialsAreNeverLogged() {
    PrintStream before = System.out;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setOut(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      end(begin("orders"));
    } finally {
      System.setOut(before);
    }

    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("\"result\":\"Failed\"")
        .doesNotContainIgnoringCase("not-a-real");
  }

  private PipelineAction begin(String parameters) {
    return world.pipelines().run(PipelineEvents.withUserParameters(parameters));
  }

  private PipelineActionResult end(PipelineAction action) {
    clock.runUntil(() -> action.result().isDone());
    return action.result().join();
  }

  private List<Object> executions() {
    Map<String, Object> listed =
        ask("ListExecutions", Map.of("stateMachineArn", world.stateMachineArn()));
    return ((List<?>) listed.get("executions"))
        .stream().map(each -> JsonView.of(each).map().get("executionArn")).toList();
  }

  private Map<String, Object> ask(String operation, Map<String, Object> input) {
    return Json.parseObject(
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, input)).body());
  }
}
