package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.codepipeline.PipelineAction;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What starts executions and is told by them, in a world with a template of its own. */
class EventWiringTest {
  private static final Path PROJECT = Path.of("src/test/resources/dev/coalmine/cli/trigger/wiring");
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final VirtualClock clock = new VirtualClock(START);
  private final LocalRuntime laptop = laptop();
  private final SimulatedAccount world =
      new SimulatedAccount(
              laptop, clock, TaskExecutor.withoutTimeouts(), false, 1, (execution, event) -> {})
          .enableTriggers();
  private final List<String> told = new ArrayList<>();

  EventWiringTest() {
    for (String function : List.of("StartFunction", "TellFunction", "WakeFunction")) {
      world.lambda().setRunner("coalmine-" + function, call -> note(function, call));
    }
  }

  private static LocalRuntime laptop() {
    try {
      return new LocalRuntime(PROJECT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    laptop.close();
  }

  private FunctionRunner.FunctionResult note(String function, FunctionRunner.FunctionCall call) {
    String payload = new String(call.payload(), StandardCharsets.UTF_8);
    told.add(seconds() + " " + function.replace("Function", "") + " " + payload);
    return new FunctionRunner.FunctionResult(
        "null".getBytes(StandardCharsets.UTF_8), false, Duration.ZERO);
  }

  private long seconds() {
    return Duration.between(START, clock.instant()).toSeconds();
  }

  private void passTo(long seconds) {
    clock.runTo(START.plusSeconds(seconds));
  }

  private Map<String, Object> call(String target, Map<String, Object> input) {
    return Json.parseObject(world.aws().handle(WireRequest.awsJson(target, input)).body());
  }

  private Map<String, Object> start(String input) {
    return call(
        "AWSStepFunctions.StartExecution",
        Map.of("stateMachineArn", world.stateMachineArn(), "name", "run", "input", input));
  }

  private static String executionArn() {
    return Arns.execution("coalmine", "run");
  }

  private Map<String, Object> execution() {
    return call("AWSStepFunctions.DescribeExecution", Map.of("executionArn", executionArn()));
  }

  private static Map<String, Object> payload(String told) {
    return Json.parseObject(told.split(" ", 3)[2].getBytes(StandardCharsets.UTF_8));
  }

  private WireResponse lambda(String method, String path) {
    return world
        .aws()
        .handle(
            new WireRequest(
                method,
                "/2015-03-31/functions/" + path,
                Map.of(),
                Map.of("user-agent", "cloudformation.amazonaws.com"),
                new byte[0]));
  }

  @Test
  void theRulesOfTheTemplateAreThere() {
    assertThat(rules("default"))
        .containsExactly(
            "coalmine-Alarms ENABLED",
            "coalmine-StartFunctionPublished ENABLED",
            "coalmine-TellFunctionEnded ENABLED",
            "coalmine-TellFunctionOften ENABLED",
            "coalmine-WorkflowEarly DISABLED");
    assertThat(rules("coalmine-bus"))
        .containsExactly("baking ENABLED", "coalmine-WorkflowPlaced ENABLED");
    assertThat(world.queues().messagesByArn())
        .containsOnlyKeys(
            Arns.queue("coalmine-Dead"), Arns.queue("coalmine-StartFunctionPublishedQueue"));
  }

  private List<String> rules(String bus) {
    List<String> rules = new ArrayList<>();
    for (Object rule :
        (List<?>) call("AWSEvents.ListRules", Map.of("EventBusName", bus)).get("Rules")) {
      Map<String, Object> told = JsonView.of(rule).map();
      rules.add(told.get("Name") + " " + told.get("State"));
    }
    return rules;
  }

  @Test
  void targetsAreNamedAsTheyAreDeployed() {
    assertThat(
            call(
                "AWSEvents.ListTargetsByRule",
                Map.of("Rule", "coalmine-WorkflowPlaced", "EventBusName", "coalmine-bus")))
        .isEqualTo(
            Map.of(
                "Targets",
                List.of(
                    Map.of(
                        "Id",
                        "WorkflowPlaced",
                        "Arn",
                        world.stateMachineArn(),
                        "RoleArn",
                        "arn:aws:iam::000000000000:role/events",
                        "InputPath",
                        "$.detail",
                        "RetryPolicy",
                        Map.of("MaximumRetryAttempts", 2),
                        "DeadLetterConfig",
                        Map.of("Arn", Arns.queue("coalmine-Dead"))))));
    assertThat(world.lambda().aliases("coalmine-StartFunction")).containsExactly("live");
  }

  @Test
  void environmentsAreWorkedOut() {
    WireResponse answer = lambda("GET", "coalmine-StartFunction/configuration");
    Map<String, Object> environment =
        JsonView.of(Json.parseObject(answer.body()).get("Environment")).map();

    assertThat(environment)
        .containsEntry(
            "Variables", Map.of("BUS", "coalmine-bus", "WORKFLOW", world.stateMachineArn()));
  }

  @Test
  void publishingAVersionReachesTheFunctionInTheSameMoment() {
    world.lambda().createFunction("orders", "Orders", new byte[] {1}, Map.of());
    lambda("POST", "orders/versions");
    lambda("POST", "nobody/versions");
    passTo(0);

    assertThat(told).containsExactly("0 Start {\"function\": \"orders\", \"version\": \"1\"}");
  }

  @Test
  void anEventOnTheBusStartsTheWorkflow() {
    call("AWSEvents.PutEvents", Map.of("Entries", List.of(placed())));
    passTo(0);

    assertThat(told)
        .extracting(line -> payload(line).get("status"))
        .containsExactly("RUNNING", "SUCCEEDED");
    assertThat(payload(told.get(0))).containsEntry("input", "{\"do\":\"nothing\"}");
  }

  private static Map<String, Object> placed() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("Source", "shop");
    entry.put("DetailType", "Order Placed");
    entry.put("Detail", "{\"do\":\"nothing\"}");
    entry.put("EventBusName", Arns.eventBus("coalmine-bus"));
    return entry;
  }

  @Test
  void whatCannotBeStartedLandsInTheTemplatesQueue() {
    world.aws().faults().always("StartExecution", Fault.throttled());
    call("AWSEvents.PutEvents", Map.of("Entries", List.of(placed())));
    passTo(60);

    assertThat(world.queues().messages(Arns.queue("coalmine-Dead"))).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void aBakeIsWokenByItsToken() {
    start("{\"do\":\"bake\",\"seconds\":600}");
    passTo(100);
    Map<String, Object> event = payload(told.get(1));
    Map<String, Object> detail = JsonView.of(event.get("detail")).map();
    assertThat(told.get(1)).startsWith("0 Wake ");
    assertThat(event.get("resources")).isEqualTo(List.of(world.stateMachineArn(), executionArn()));
    assertThat(detail).containsEntry("execution", executionArn());

    call(
        "AWSStepFunctions.SendTaskSuccess",
        Map.of("taskToken", detail.get("token"), "output", "\"woken\""));
    passTo(100);

    assertThat(execution())
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("output", "{\"do\":\"bake\",\"seconds\":600,\"wake\":\"woken\"}");
  }

  @Test
  void aBakeThatNobodyWakesEndsInTime() {
    start("{\"do\":\"bake\",\"seconds\":600}");
    passTo(599);
    assertThat(execution()).containsEntry("status", "RUNNING");
    passTo(600);

    assertThat(execution().get("output")).asString().contains("States.Timeout");
  }

  @Test
  void theTokenOfABakeStandsInTheHistory() {
    start("{\"do\":\"bake\",\"seconds\":600}");
    passTo(100);
    Object arn =
        JsonView.of(
                ((List<?>)
                        call(
                                "AWSStepFunctions.ListExecutions",
                                Map.of(
                                    "stateMachineArn",
                                    world.stateMachineArn(),
                                    "statusFilter",
                                    "RUNNING"))
                            .get("executions"))
                    .get(0))
            .map()
            .get("executionArn");
    List<?> events =
        (List<?>)
            call(
                    "AWSStepFunctions.GetExecutionHistory",
                    Map.of("executionArn", arn, "reverseOrder", true, "maxResults", 10))
                .get("events");

    assertThat(events)
        .extracting(event -> JsonView.of(event).map().get("type"))
        .startsWith("TaskSubmitted", "TaskStarted", "TaskScheduled", "TaskStateEntered");
    Map<String, Object> scheduled =
        JsonView.of(events.get(2)).object("taskScheduledEventDetails").map();
    Object token = JsonView.of(payload(told.get(1)).get("detail")).map().get("token");
    assertThat(scheduled)
        .containsEntry("resourceType", "events")
        .containsEntry("resource", "putEvents.waitForTaskToken")
        .containsEntry("timeoutInSeconds", 600);
    assertThat((String) scheduled.get("parameters")).contains(Json.toText(token));
  }

  @Test
  void aTaskThatPutsEventsHasTheirIds() {
    start(
        "{\"do\":\"tell\",\"entries\":[{\"Source\":\"a\",\"DetailType\":\"b\",\"Detail\":\"{}\"}]}");
    passTo(0);
    Map<String, Object> output =
        Json.parseObject(((String) execution().get("output")).getBytes(StandardCharsets.UTF_8));

    assertThat(output).containsOnlyKeys("Entries", "FailedEntryCount");
    assertThat(JsonView.of(((List<?>) output.get("Entries")).get(0)).map())
        .containsOnlyKeys("EventId");
  }

  @Test
  void aTaskWithAnEntryThatFailsFails() {
    start("{\"do\":\"tell\",\"entries\":[{\"DetailType\":\"b\",\"Detail\":{\"c\":1}}]}");
    passTo(0);

    assertThat(execution())
        .containsEntry("error", "EventBridge.FailedEntry")
        .containsEntry(
            "cause",
            "{\"Entries\":[{\"ErrorCode\":\"InvalidArgument\",\"ErrorMessage\":\"Parameter Source"
                + " is not valid. Reason: Source is a required argument.\"}],"
                + "\"FailedEntryCount\":1}");
  }

  @Test
  void aThrottledTaskIsTriedAgain() {
    world.aws().faults().next("PutEvents", Fault.throttled(), Fault.serviceError());
    start("{\"do\":\"tell\",\"entries\":[{\"Source\":\"a\",\"DetailType\":\"b\",\"Detail\":{}}]}");
    passTo(14);
    assertThat(execution()).containsEntry("status", "RUNNING");
    passTo(15);

    assertThat(execution()).containsEntry("status", "SUCCEEDED");
  }

  @ParameterizedTest
  @CsvSource({"nothing, SUCCEEDED", "fail, FAILED", "wait, TIMED_OUT"})
  void theEndOfAnExecutionIsTold(String what, String status) {
    start("{\"do\":\"" + what + "\"}");
    passTo(7200);
    List<String> changes = told.stream().filter(line -> line.contains("status")).toList();
    Map<String, Object> last = payload(changes.get(1));

    assertThat(changes).hasSize(2);
    assertThat(payload(changes.get(0)))
        .containsEntry("status", "RUNNING")
        .containsEntry("startDate", START.toEpochMilli())
        .containsEntry("stopDate", null);
    assertThat(last)
        .containsEntry("status", status)
        .containsEntry("executionArn", executionArn())
        .containsEntry("stateMachineArn", world.stateMachineArn())
        .containsEntry("name", "run")
        .containsEntry("input", "{\"do\":\"" + what + "\"}")
        .containsEntry("inputDetails", Map.of("included", true))
        .containsEntry("stopDate", START.plusSeconds(what.equals("wait") ? 7200 : 0).toEpochMilli())
        .containsEntry("output", what.equals("nothing") ? "{\"do\":\"nothing\"}" : null)
        .containsEntry("error", what.equals("fail") ? "Refused" : null)
        .containsEntry("cause", what.equals("fail") ? "as asked" : null);
  }

  @Test
  void anExecutionThatIsStoppedIsTold() {
    start("{\"do\":\"wait\"}");
    passTo(60);
    call(
        "AWSStepFunctions.StopExecution",
        Map.of("executionArn", executionArn(), "error", "Stopped", "cause", "by hand"));
    passTo(60);

    assertThat(payload(told.get(1)))
        .containsEntry("status", "ABORTED")
        .containsEntry("error", "Stopped")
        .containsEntry("cause", "by hand")
        .containsEntry("output", null);
  }

  @Test
  void anAlarmIsToldWhenItChangesThoughNobodyAsks() {
    world
        .cloudWatch()
        .call(
            "PutMetricAlarm",
            Map.of(
                "AlarmName", "a",
                "Namespace", "N",
                "MetricName", "M",
                "Statistic", "Sum",
                "Period", 60,
                "EvaluationPeriods", 1,
                "Threshold", 0.5,
                "ComparisonOperator", "GreaterThanThreshold"));
    world
        .cloudWatch()
        .call(
            "PutMetricData",
            Map.of("Namespace", "N", "MetricData", List.of(Map.of("MetricName", "M", "Value", 1))));
    passTo(300);

    assertThat(told).startsWith("60 Wake \"ALARM\"");
  }

  @Test
  void aScheduleOfTheTemplateFires() {
    passTo(6 * 3600 + 1);

    assertThat(told).containsExactly("21600 Tell \"often\"");
  }

  @Test
  void aPipelinesJobReachesItsFunction() {
    PipelineAction action =
        world
            .pipelines()
            .run(
                Map.of(
                    "CodePipeline.job",
                    Map.of(
                        "id",
                        "11111111-abcd-1111-abcd-111111abcdef",
                        "data",
                        Map.of(
                            "actionConfiguration",
                            Map.of(
                                "configuration",
                                Map.of("FunctionName", "coalmine-StartFunction"))))));
    passTo(0);
    assertThat(told.get(0)).startsWith("0 Start {\"CodePipeline.job\"");
    call("CodePipeline_20150709.PutJobSuccessResult", Map.of("jobId", action.jobs().get(0)));

    assertThat(action.result()).isDone();
  }
}
