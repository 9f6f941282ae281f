package dev.coalmine.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.Arns;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account with something of everything, and the same account after a restart. */
final class DataFixture {
  static final String RUNNING = "runs";
  static final String ENDED = "ended";

  final VirtualClock clock;
  final SimulatedAccount world;

  private DataFixture(VirtualClock clock, SimulatedAccount world) {
    this.clock = clock;
    this.world = world;
  }

  /** An account after some hours, with a release that has ended and one at 10 %. */
  static DataFixture rich(LocalRuntime runtime) {
    DataFixture fixture = empty(runtime, Rehearsal.START);
    SampleAccount.createIn(fixture.world);
    fixture.decorate();
    fixture.start(
        ENDED,
        """
        {"function": "billing", "plan": "AllAtOnce", "watch": "PT1M", "gate": {"metrics": false}}\
        """);
    fixture.advance(Duration.ofMinutes(10));
    fixture.start(
        RUNNING,
        """
        {"targets": [{"function": "orders"}, {"restApi": "a1b2c3d4e5", "stage": "prod",
          "deployment": "x9y8z7"}], "gate": {"metrics": false}, "watch": "PT1M",
         "plan": {"steps": [{"weight": 10, "bake": "PT1H"}]}}\
        """);
    fixture.advance(Duration.ofMinutes(5));
    return fixture;
  }

  static DataFixture empty(LocalRuntime runtime, Instant start) {
    VirtualClock clock = new VirtualClock(start);
    SimulatedAccount world =
        new SimulatedAccount(
            runtime, clock, TaskExecutor.withoutTimeouts(), false, 1, (execution, event) -> {});
    return new DataFixture(clock, world.enableTriggers());
  }

  private void decorate() {
    world.lambda().putProvisionedConcurrency("mail", "live", 5);
    world.lambda().configure("mail", Map.of("Environment", Map.of("Variables", Map.of("a", "ö"))));
    world.lambda().publish("mail", "mail 13".getBytes(UTF_8));
    world.lambda().deleteVersion("mail", "12");
    world.apiGateway().createApi("b2c3d4e5f6", "guarded");
    world.apiGateway().putMethod("b2c3d4e5f6", "/a/{b}", "GET", Arns.integration("mail", "live"));
    world
        .apiGateway()
        .putAuthorizer("b2c3d4e5f6", "/a/{b}", "GET", "guard", Arns.integration("mail", "live"));
    world.cloudWatch().call("SetAlarmState", alarmState());
    world
        .cloudWatch()
        .call(
            "PutCompositeAlarm",
            Map.of("AlarmName", "all", "AlarmRule", "ALARM(\"orders-errors\")"));
    world.events().call("CreateEventBus", Map.of("Name", "shop"));
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("Name", "watch");
    rule.put("EventBusName", "shop");
    rule.put("EventPattern", "{\"source\": [\"shop\"]}");
    rule.put("State", "DISABLED");
    world.events().call("PutRule", rule);
    world
        .events()
        .call(
            "PutTargets",
            Map.of(
                "Rule", "watch",
                "EventBusName", "shop",
                "Targets", List.of(Map.of("Id", "1", "Arn", Arns.queue("q")))));
    world.events().call("PutRule", Map.of("Name", "hourly", "ScheduleExpression", "rate(1 hour)"));
    world
        .cloudWatch()
        .call(
            "PutMetricData",
            Map.of(
                "Namespace",
                "Shop",
                "MetricData",
                List.of(
                    Map.of("MetricName", "Sold", "Values", List.of(1.5, 2.0), "Unit", "Count"))));
  }

  private static Map<String, Object> alarmState() {
    return Map.of(
        "AlarmName", "orders-errors", "StateValue", "ALARM", "StateReason", "set by a test");
  }

  void advance(Duration time) {
    clock.runTo(clock.instant().plus(time));
  }

  void start(String name, String request) {
    call(
        "StartExecution",
        Map.of("stateMachineArn", world.stateMachineArn(), "name", name, "input", request));
  }

  JsonView call(String operation, Map<String, Object> body) {
    WireResponse answer =
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, body));
    JsonView json = JsonView.parse(answer.body());
    if (answer.status() != 200) {
      throw new IllegalStateException(operation + " answers " + json.tree());
    }
    return json;
  }

  JsonView execution(String name) {
    return call("DescribeExecution", Map.of("executionArn", ParallelReleases.arn(name)));
  }

  List<String> events(String name) {
    Map<String, Object> input =
        Map.of("executionArn", ParallelReleases.arn(name), "maxResults", 1_000);
    return call("GetExecutionHistory", input).get("events").items().stream()
        .map(event -> Json.toText(event.tree()))
        .toList();
  }

  /** The answer of GET at a path. */
  JsonView get(String path) {
    WireResponse answer =
        world.aws().handle(new WireRequest("GET", path, Map.of(), Map.of(), new byte[0]));
    return JsonView.parse(answer.body());
  }

  /** All that is saved but executions, as text. */
  String resources() {
    return Json.toText(world.save().resources());
  }
}
