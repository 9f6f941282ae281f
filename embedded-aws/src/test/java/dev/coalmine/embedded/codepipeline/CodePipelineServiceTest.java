package dev.coalmine.embedded.codepipeline;

import static dev.coalmine.embedded.EventFixture.START;
import static dev.coalmine.embedded.EventFixture.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.EventFixture;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodePipelineServiceTest {
  private static final String FIRST = "11111111-abcd-1111-abcd-111111abcdef";

  private final EventFixture fixture = new EventFixture();

  private static Map<String, Object> event(String function) {
    return map(
        "CodePipeline.job",
        map(
            "id",
            FIRST,
            "accountId",
            "000000000000",
            "data",
            map(
                "actionConfiguration",
                    map(
                        "configuration",
                        map("FunctionName", function, "UserParameters", "{\"a\":1}")),
                "inputArtifacts", List.of(),
                "outputArtifacts", List.of())));
  }

  private PipelineAction run() {
    PipelineAction action = fixture.pipelines.run(event("starter"));
    fixture.clock.runTo(fixture.clock.instant());
    return action;
  }

  private Map<String, Object> succeed(String job, Object... more) {
    List<Object> fields = new ArrayList<>(List.of("jobId", job));
    fields.addAll(List.of(more));
    return fixture.pipeline("PutJobSuccessResult", fields.toArray());
  }

  private Map<String, Object> fail(String job, String type, String message) {
    return fixture.pipeline(
        "PutJobFailureResult",
        "jobId",
        job,
        "failureDetails",
        map("type", type, "message", message));
  }

  private void passTo(long seconds) {
    fixture.clock.runTo(START.plusSeconds(seconds));
  }

  private JsonFields received(int number) {
    String received = fixture.received.get(number);
    return new JsonFields(
            Json.parseObject(
                received.substring(received.indexOf(' ') + 1).getBytes(StandardCharsets.UTF_8)))
        .object("CodePipeline.job");
  }

  @Test
  void theFunctionGetsTheJobOfTheFile() {
    run();

    assertThat(fixture.received).containsExactly("0 " + Json.toText(event("starter")));
  }

  @Test
  void aSuccessEndsTheAction() {
    PipelineAction action = run();
    assertThat(action.result()).isNotDone();

    assertThat(
            succeed(
                FIRST,
                "executionDetails",
                map("summary", "promoted", "externalExecutionId", "x-1"),
                "outputVariables",
                map("version", "8")))
        .isEmpty();
    assertThat(action.result().join())
        .isEqualTo(
            new PipelineActionResult(
                PipelineActionResult.PipelineActionStatus.SUCCEEDED,
                "",
                "promoted",
                "x-1",
                map("version", "8")));
  }

  @Test
  void aFailureEndsTheAction() {
    PipelineAction action = run();
    fail(FIRST, "JobFailed", "rolled back");

    assertThat(action.result().join())
        .isEqualTo(
            new PipelineActionResult(
                PipelineActionResult.PipelineActionStatus.FAILED,
                "JobFailed",
                "rolled back",
                "",
                map()));
  }

  @Test
  void aContinuationTokenStartsANewJob() {
    PipelineAction action = run();
    passTo(10);
    succeed(FIRST, "continuationToken", "t-1");
    passTo(39);
    assertThat(fixture.received).hasSize(1);
    passTo(40);

    assertThat(fixture.received).hasSize(2);
    assertThat(received(1).object("data").text("continuationToken")).isEqualTo("t-1");
    assertThat(received(1).text("id")).isEqualTo(action.jobs().get(1)).isNotEqualTo(FIRST);
    assertThat(received(1).object("data").object("actionConfiguration").tree())
        .isEqualTo(received(0).object("data").object("actionConfiguration").tree());
    succeed(action.jobs().get(1));
    assertThat(action.result().join().status())
        .isEqualTo(PipelineActionResult.PipelineActionStatus.SUCCEEDED);
  }

  @Test
  void twentyMinutesWithoutAReplyTimeOut() {
    PipelineAction action = run();
    passTo(1199);
    assertThat(action.result()).isNotDone();
    passTo(1200);

    assertThat(action.result().join().status())
        .isEqualTo(PipelineActionResult.PipelineActionStatus.TIMED_OUT);
    assertThat(action.result().join().message())
        .startsWith("The AWS Lambda function starter failed");
    assertThat(succeed(FIRST)).containsEntry("__type", "InvalidJobStateException");
  }

  @Test
  void everyReplyRestartsTheTwentyMinutes() {
    PipelineAction action = run();
    passTo(1100);
    succeed(FIRST, "continuationToken", "t");
    passTo(2300);
    assertThat(action.result()).isNotDone();
    passTo(1130 + 1200);

    assertThat(action.result().join().status())
        .isEqualTo(PipelineActionResult.PipelineActionStatus.TIMED_OUT);
  }

  @Test
  void aDayIsTooLongDespiteReplies() {
    PipelineAction action = run();
    List<Long> asked = new ArrayList<>();
    while (!action.result().isDone()) {
      asked.add(fixture.seconds());
      List<String> jobs = action.jobs();
      succeed(jobs.get(jobs.size() - 1), "continuationToken", "t");
      passTo(fixture.seconds() + 30);
    }

    assertThat(fixture.seconds()).isEqualTo(86_400);
    assertThat(action.result().join().status())
        .isEqualTo(PipelineActionResult.PipelineActionStatus.TIMED_OUT);
    assertThat(asked).hasSize(2880);
  }

  @Test
  void aMissingFunctionFailsTheAction() {
    PipelineAction action = fixture.pipelines.run(event("gone"));
    fixture.clock.runTo(START);

    assertThat(action.result().join().type()).isEqualTo("ConfigurationError");
    assertThat(action.result().join().message())
        .isEqualTo(
            "The function gone can't be invoked: ResourceNotFoundException: Function not found:"
                + " arn:aws:lambda:us-east-1:000000000000:function:gone");
  }

  @Test
  void aJobIsReportedOnce() {
    run();
    succeed(FIRST);

    assertThat(succeed(FIRST)).containsEntry("__type", "InvalidJobStateException");
    assertThat(fail(FIRST, "JobFailed", "late"))
        .containsEntry("__type", "InvalidJobStateException");
  }

  @Test
  void anUnknownJobIsNotFound() {
    assertThat(succeed("22222222-abcd-1111-abcd-111111abcdef"))
        .containsEntry("__type", "JobNotFoundException");
  }

  @Test
  void valuesAreChecked() {
    run();

    assertThat(succeed("1").get("message"))
        .asString()
        .startsWith("1 validation error detected: Value '1' at 'jobId' failed");
    assertThat(succeed(FIRST, "continuationToken", "x".repeat(2049)))
        .containsEntry("__type", "ValidationException");
    assertThat(succeed(FIRST, "executionDetails", map("percentComplete", 101)))
        .containsEntry("__type", "ValidationException");
    assertThat(succeed(FIRST)).isEmpty();
  }

  @Test
  void failuresNeedAKnownTypeAndAMessage() {
    run();

    assertThat(fail(FIRST, "Odd", "m").get("message"))
        .asString()
        .contains("'Odd' at 'failureDetails.type'");
    assertThat(fail(FIRST, "JobFailed", "")).containsEntry("__type", "ValidationException");
    assertThat(fail(FIRST, "JobFailed", "x".repeat(5001)))
        .containsEntry("__type", "ValidationException");
  }

  @Test
  void variablesComeOnlyAtTheEndAndWithPlainNames() {
    run();

    assertThat(succeed(FIRST, "continuationToken", "t", "outputVariables", map("a", "b")))
        .containsEntry("__type", "ValidationException");
    assertThat(succeed(FIRST, "outputVariables", map("a b", "c")))
        .containsEntry("__type", "ValidationException");
    assertThat(succeed(FIRST, "outputVariables", map("a", "x".repeat(122_880))))
        .containsEntry("__type", "OutputVariablesSizeExceededException");
  }

  @Test
  void anActionStartsAtTheLocalPath() {
    WireRequest posted =
        new WireRequest(
            "POST", "/_coalmine/jobs", Map.of(), Map.of(), Json.toBytes(event("starter")));

    assertThat(EventFixture.output(fixture.aws.handle(posted))).isEqualTo(map("jobId", FIRST));
    fixture.clock.runTo(START);
    assertThat(fixture.received).hasSize(1);
    assertThat(fixture.pipelines.jobs())
        .containsEntry(FIRST, map("function", "starter", "state", "IN_PROGRESS"));
    fail(FIRST, "JobFailed", "no");
    assertThat(new JsonFields(fixture.pipelines.jobs()).object(FIRST).text("state"))
        .isEqualTo("FAILED");
  }

  @Test
  void anEventWithoutAJobIsRefused() {
    assertThatThrownBy(() -> fixture.pipelines.run(map("function", "orders")))
        .hasMessage("the event must have a CodePipeline.job, not only [function]");
    assertThatThrownBy(() -> fixture.pipelines.run(event("")))
        .hasMessageContaining("must name a function");
  }
}
