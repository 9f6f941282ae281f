package dev.coalmine.local.aws;

import dev.coalmine.local.asl.VirtualClock;
import dev.coalmine.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EventBridge, CodePipeline and what they reach, in virtual time: function starter, whose version 1
 * rules may invoke, and state machine release.
 */
final class EventWorld {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  static final String FUNCTION = Arns.function("starter", "1");
  static final String MACHINE = Arns.stateMachine("release");
  static final String DEAD = Arns.queue("dead");

  final VirtualClock clock = new VirtualClock(START);
  final Faults faults = new Faults();
  final ScriptedEngine engine = new ScriptedEngine(clock);
  final Queues queues = new Queues(clock, 7);
  final Topics topics = new Topics(clock, 7);
  final LambdaService lambda =
      new LambdaService(clock, 7, work -> clock.at(clock.instant(), work), clock::at);
  final StepFunctionsService machines = new StepFunctionsService(clock, 7, engine);
  final EventBridgeService events =
      new EventBridgeService(
          clock, clock::at, 7, request -> answer(request), lambda, queues, topics);
  final CodePipelineService pipelines =
      new CodePipelineService(clock, clock::at, 7, request -> answer(request));
  final CloudTrail trail = new CloudTrail(events, clock, clock::at, 7);
  final EmbeddedAws aws =
      new EmbeddedAws(List.of(lambda, machines, events, pipelines), faults).listen(trail);

  /** What the function was given, each with the seconds since the start. */
  final List<String> told = new ArrayList<>();

  EventWorld() {
    byte[] code = "starter".getBytes(StandardCharsets.UTF_8);
    lambda.create("starter", "Starter", code, Map.of(), this::run);
    lambda.publish("starter", code);
    lambda.permit("starter", "1", "rules", "events.amazonaws.com", Arns.rule("default", "*"));
    machines.register(new StateMachine("release", "{}", "arn:aws:iam::1:role/r", false, false));
  }

  private Runner.Result run(Runner.Call call) {
    told.add(seconds() + " " + new String(call.payload(), StandardCharsets.UTF_8));
    return new Runner.Result("null".getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(1));
  }

  long seconds() {
    return Duration.between(START, clock.instant()).toSeconds();
  }

  private WireAnswer answer(WireRequest request) {
    return aws.answer(request);
  }

  /** An operation of EventBridge over the wire: its output, or its error's code and message. */
  Map<String, Object> call(String operation, Object... fields) {
    return output(aws.answer(WireRequest.json("AWSEvents." + operation, map(fields))));
  }

  /** An operation of CodePipeline, likewise. */
  Map<String, Object> pipeline(String operation, Object... fields) {
    return output(aws.answer(WireRequest.json("CodePipeline_20150709." + operation, map(fields))));
  }

  static Map<String, Object> output(WireAnswer answer) {
    return Json.object(answer.body());
  }

  static Map<String, Object> map(Object... fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put((String) fields[i], fields[i + 1]);
    }
    return map;
  }

  /** A rule named rule on the default bus for events of this source. */
  void rule(String source, Map<String, Object> target) {
    call("PutRule", "Name", "rule", "EventPattern", "{\"source\": [\"" + source + "\"]}");
    call("PutTargets", "Rule", "rule", "Targets", List.of(target));
  }

  static Map<String, Object> machine(Object... more) {
    Map<String, Object> target =
        map("Id", "machine", "Arn", MACHINE, "RoleArn", "arn:aws:iam::000000000000:role/events");
    target.putAll(map(more));
    return target;
  }

  static Map<String, Object> function(Object... more) {
    Map<String, Object> target = map("Id", "function", "Arn", FUNCTION);
    target.putAll(map(more));
    return target;
  }

  static Map<String, Object> entry(Object... changes) {
    Map<String, Object> entry = map("Source", "shop", "DetailType", "Kind", "Detail", "{\"n\": 1}");
    entry.putAll(map(changes));
    entry.values().removeIf(""::equals);
    return entry;
  }

  Map<String, Object> put(Object... changes) {
    return call("PutEvents", "Entries", List.of(entry(changes)));
  }

  /** What came of the only entry. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> only(Map<String, Object> output) {
    return (Map<String, Object>) ((List<?>) output.get("Entries")).get(0);
  }
}
