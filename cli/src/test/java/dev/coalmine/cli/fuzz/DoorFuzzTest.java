package dev.coalmine.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.Main;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.Operator;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import dev.coalmine.cli.testing.TargetState;
import dev.coalmine.cli.testing.TargetStates;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.text.JsonView;
import dev.coalmine.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes through a door starts a release, or is refused and moves nothing. */
@ExtendWith(ProjectFolderExtension.class)
class DoorFuzzTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  @TempDir private static Path folder;

  /** A request that no mutation of another field makes valid. */
  private static final String REQUEST =
      """
      {"function": "orders", "alias": "live", "version": "8", "plan": {"steps": [{"weight": 10,
       "bake": "PT5M"}, {"weight": 50, "bake": "PT5M"}]}, "gate": {"metrics": false, "alarms":
       ["orders-errors"]}, "watch": "PT0S", "hooks": {"beforeTraffic": "orders-check"},
       "approve": [50], "ifBusy": "refuse"}
      """;

  private static final String ASKS =
      "{\"function\": \"orders\", \"approve\": [10], \"gate\": {\"metrics\": false}, \"plan\":"
          + " {\"steps\": [{\"weight\": 10, \"bake\": \"PT10M\"}]}}";

  private static final String HOOKED =
      ASKS.replace("\"approve\": [10]", "\"hooks\": {\"beforeTraffic\": \"orders-check\"}");

  private VirtualClock clock;
  private SimulatedAccount world;

  private void openAccount() {
    clock = new VirtualClock(Rehearsal.START);
    world = LOCAL.account(clock);
    SampleAccount.createIn(world);
    world.enableTriggers();
  }

  /** Events without a sample in the project's folder. */
  private static final Map<String, String> EVENTS =
      Map.of(
          "widget",
          "{\"release\": \"arn:aws:states:us-east-1:000000000000:execution:coalmine:x\","
              + " \"newest\": true, \"describe\": false, \"widgetContext\": {\"theme\": \"dark\","
              + " \"timeRange\": {\"mode\": \"relative\", \"start\": 1, \"end\": 2, \"zoom\":"
              + " {\"start\": 1, \"end\": 2}}}}",
          "alarm",
          "{\"detail\": {\"alarmName\": \"orders-errors\", \"state\": {\"timestamp\":"
              + " \"2026-01-01T12:00:00.000+0000\"}}}",
          "stop",
          "{\"time\": \"2026-01-01T12:00:00Z\", \"detail\": {\"executionArn\":"
              + " \"arn:aws:states:us-east-1:000000000000:execution:coalmine:x\"}}");

  private static String event(String name) throws IOException {
    if (EVENTS.containsKey(name)) {
      return EVENTS.get(name);
    }
    return Files.readString(ProjectFolder.ROOT.resolve("events/" + name + ".json"));
  }

  @Test
  void anExecutionIsRefusedOrIsARelease() {
    openAccount();
    FuzzRun.play(
        120,
        hostile -> {
          Map<String, TargetState> before = TargetStates.read(world);
          WireResponse answer = start(hostile.text(REQUEST));
          if (answer.status() != 200) {
            assertThat(json(answer).get("__type")).asString().endsWith("InvalidExecutionInput");
            return;
          }
          clock.runTo(clock.instant().plusSeconds(2));
          JsonView end = JsonView.of(call("DescribeExecution", json(answer)));
          if (end.text("status", "").equals("FAILED")) {
            assertThat(end.text("error", "")).as(end.text("cause", "")).isEqualTo("Refused");
            assertThat(VisibleText.of(end.text("cause", ""))).isEqualTo(end.text("cause", ""));
            assertThat(TargetStates.read(world)).isEqualTo(before);
          } else {
            openAccount(); // a release runs now
          }
        });
  }

  @Test
  void aMessageIsFollowedOrIgnored() {
    String message = "{\"command\": \"PAUSE\", \"by\": \"ann\", \"why\": \"lunch\"}";
    openAccount();
    AtomicReference<Map<String, Object>> started = new AtomicReference<>(json(start(ASKS)));
    FuzzRun.play(
        60,
        hostile -> {
          clock.runTo(clock.instant().plusSeconds(2));
          new Operator(world).answerTaskWith(hostile.text(message));
          clock.runTo(clock.instant().plusSeconds(2));
          if (!endsWell(started.get()).equals("RUNNING")) {
            openAccount();
            started.set(json(start(ASKS)));
          }
        });
  }

  @Test
  void aHooksAnswerCountsOrFails() {
    String answer = "{\"status\": \"Succeeded\", \"message\": \"fine\"}";
    FuzzRun.play(
        20,
        hostile -> {
          openAccount();
          byte[] payload = hostile.text(answer).getBytes(StandardCharsets.UTF_8);
          world
              .lambda()
              .setRunner(
                  "orders-check",
                  call -> new FunctionRunner.FunctionResult(payload, false, Duration.ZERO));
          Map<String, Object> started = json(start(HOOKED));
          clock.runTo(clock.instant().plusSeconds(30));
          endsWell(started);
        });
  }

  /** The status; a release that has ended did so by its own rules, with a visible reason. */
  private String endsWell(Map<String, Object> started) {
    JsonView end = JsonView.of(call("DescribeExecution", started));
    String cause = end.text("cause", "");
    assertThat(end.text("error", "")).as(cause).isIn("", "RolledBack", "Refused");
    assertThat(VisibleText.of(cause)).isEqualTo(cause);
    return end.text("status", "");
  }

  private WireResponse start(String input) {
    return world
        .aws()
        .handle(
            WireRequest.awsJson(
                "AWSStepFunctions.StartExecution",
                Map.of("stateMachineArn", world.stateMachineArn(), "input", input)));
  }

  private Map<String, Object> call(String operation, Map<String, Object> started) {
    return json(
        world
            .aws()
            .handle(
                WireRequest.awsJson(
                    "AWSStepFunctions." + operation,
                    Map.of("executionArn", started.get("executionArn")))));
  }

  private static Map<String, Object> json(WireResponse answer) {
    return Json.parseObject(answer.body());
  }

  @ParameterizedTest
  @CsvSource({
    "StartReleaseFunction, new-version",
    "PipelineJobFunction, pipeline-job",
    "StackRequestFunction, stack-update",
    "DrawReleaseFunction, widget",
    "WakeFunction, alarm",
    "RestoreStoppedFunction, stop"
  })
  void aFunctionAnswersOrSaysWhatTheEventIsNot(String function, String sample) throws IOException {
    openAccount();
    String event = event(sample);
    FuzzRun.play(
        150,
        hostile -> {
          Map<String, TargetState> before = TargetStates.read(world);
          WireResponse answer = invoke(function, hostile.text(event));
          assertThat(answer.status()).isIn(200, 400);
          if (answer.headers().containsKey("X-Amz-Function-Error")) {
            JsonView error = JsonView.of(json(answer));
            String said = error.text("errorMessage", "");
            if (!error
                .text("errorType", "")
                .contains(".awssdk.")) { // AWS' own errors stay as they are
              assertThat(said)
                  .as("%s", error)
                  .matches(
                      "(?s)(the event is not|could not send the response to CloudFormation: its"
                          + " ResponseURL ).*");
              assertThat(VisibleText.of(said)).isEqualTo(said);
            }
          }
          assertThat(TargetStates.read(world)).isEqualTo(before);
        });
  }

  private WireResponse invoke(String function, String payload) {
    String path = "/2015-03-31/functions/" + StackName.functionName(function) + "/invocations";
    return world
        .aws()
        .handle(
            new WireRequest(
                "POST", path, Map.of(), Map.of(), payload.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({"release", "new-version", "pipeline-job", "stack-update"})
  void aRehearsedFileEndsInAnOutcome(String sample) throws IOException {
    String event = event(sample);
    FuzzRun.play(
        5,
        hostile -> {
          String file = file(hostile.text(event));
          assertThat(typed("rehearse", file, "--traffic", "silent")).contains("\noutcome: ");
        });
  }

  @Test
  void aTrafficFileIsPlayedOrRefused() {
    String traffic = "{\"requestsPerMinute\": 5, \"canary\": {\"errorRate\": 0.5}}";
    FuzzRun.play(
        6,
        hostile -> {
          String file = file(hostile.text(traffic));
          assertThat(typed("rehearse", "--traffic", file)).isNotEmpty();
        });
  }

  @Test
  void aRecordingIsPlayedOrRefused() throws IOException {
    String recording = Files.readString(ProjectFolder.ROOT.resolve("docs/backtest/errors.json"));
    String request = ProjectFolder.ROOT.resolve("events/release.json").toString();
    FuzzRun.play(
        15,
        hostile -> {
          assertThat(typed("backtest", request, file(hostile.text(recording)))).isNotEmpty();
        });
  }

  /** A file with this text; half characters become question marks. */
  private static String file(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Files.write(folder.resolve("input.json"), bytes).toString();
  }

  /** The output of a command that ends as it should. */
  private static String typed(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exit = Main.run(both, both, words);
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(List.of(0, 1, 2, 3, 64)).as(said).contains(exit);
    assertThat(said).doesNotContain("Exception").doesNotContain("    at ");
    assertThat(said.lines()).allMatch(line -> VisibleText.of(line).equals(line));
    return said;
  }
}
