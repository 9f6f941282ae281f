package dev.coalmine.embedded;

import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.cloudtrail.CloudTrail;
import dev.coalmine.embedded.codepipeline.CodePipelineService;
import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.eventbridge.SnsTopics;
import dev.coalmine.embedded.eventbridge.SqsQueues;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.lambda.LambdaService;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.stepfunctions.ScriptedEngine;
import dev.coalmine.embedded.stepfunctions.StateMachine;
import dev.coalmine.embedded.stepfunctions.StepFunctionsService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EventBridge and CodePipeline with their targets, in virtual time: function starter, whose version
 * 1 rules may invoke, and state machine release.
 */
public final class EventFixture {
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  public static final String FUNCTION = Arns.function("starter", "1");
  public static final String MACHINE = Arns.stateMachine("release");
  public static final String DEAD = Arns.queue("dead");

  public final VirtualClock clock = new VirtualClock(START);
  public final FaultInjection faults = new FaultInjection();
  public final ScriptedEngine engine = new ScriptedEngine(clock);
  public final SqsQueues queues = new SqsQueues(clock, 7);
  public final SnsTopics topics = new SnsTopics(clock, 7);
  final LambdaService lambdas =
      new LambdaService(clock, 7, work -> clock.runAt(clock.instant(), work), clock);
  public final LambdaControl lambda = lambdas.control();
  final StepFunctionsService machines = new StepFunctionsService(clock, 7, engine);
  public final EventBridgeService events =
      new EventBridgeService(clock, 7, request -> answer(request), lambda, queues, topics);
  public final CodePipelineService pipelines =
      new CodePipelineService(clock, 7, request -> answer(request));
  public final CloudTrail trail = new CloudTrail(events, clock, 7);
  public final EmbeddedAws aws =
      new EmbeddedAws(List.of(lambdas, machines, events, pipelines), faults).addCallListener(trail);

  /** The inputs of function starter, each with the seconds since the start. */
  public final List<String> received = new ArrayList<>();

  public EventFixture() {
    byte[] code = "starter".getBytes(StandardCharsets.UTF_8);
    lambda.createFunction("starter", "Starter", code, Map.of(), this::run);
    lambda.publish("starter", code);
    lambda.addPermission(
        "starter", "1", "rules", "events.amazonaws.com", Arns.rule("default", "*"));
    machines.register(new StateMachine("release", "{}", "arn:aws:iam::1:role/r", false, false));
  }

  private FunctionRunner.FunctionResult run(FunctionRunner.FunctionCall call) {
    received.add(seconds() + " " + new String(call.payload(), StandardCharsets.UTF_8));
    return new FunctionRunner.FunctionResult(
        "null".getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(1));
  }

  public long seconds() {
    return Duration.between(START, clock.instant()).toSeconds();
  }

  private WireResponse answer(WireRequest request) {
    return aws.handle(request);
  }

  /** Calls EventBridge over the wire. Returns the output, or the error's code and message. */
  public Map<String, Object> call(String operation, Object... fields) {
    return output(aws.handle(WireRequest.awsJson("AWSEvents." + operation, map(fields))));
  }

  /** Calls CodePipeline over the wire. Returns the output, or the error's code and message. */
  public Map<String, Object> pipeline(String operation, Object... fields) {
    return output(
        aws.handle(WireRequest.awsJson("CodePipeline_20150709." + operation, map(fields))));
  }

  public static Map<String, Object> output(WireResponse answer) {
    return Json.parseObject(answer.body());
  }

  public static Map<String, Object> map(Object... fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put((String) fields[i], fields[i + 1]);
    }
    return map;
  }

  /** Puts a rule with the name rule on the default bus, for events of this source. */
  public void rule(String source, Map<String, Object> target) {
    call("PutRule", "Name", "rule", "EventPattern", "{\"source\": [\"" + source + "\"]}");
    call("PutTargets", "Rule", "rule", "Targets", List.of(target));
  }

  public static Map<String, Object> machine(Object... more) {
    Map<String, Object> target =
        map("Id", "machine", "Arn", MACHINE, "RoleArn", "arn:aws:iam::000000000000:role/events");
    target.putAll(map(more));
    return target;
  }

  public static Map<String, Object> function(Object... more) {
    Map<String, Object> target = map("Id", "function", "Arn", FUNCTION);
    target.putAll(map(more));
    return target;
  }

  public static Map<String, Object> entry(Object... changes) {
    Map<String, Object> entry = map("Source", "shop", "DetailType", "Kind", "Detail", "{\"n\": 1}");
    entry.putAll(map(changes));
    entry.values().removeIf(""::equals);
    return entry;
  }

  public Map<String, Object> put(Object... changes) {
    return call("PutEvents", "Entries", List.of(entry(changes)));
  }

  /** The result of the only entry. */
  public static Map<String, Object> only(Map<String, Object> output) {
    return new JsonView(output).get("Entries").items().get(0).object();
  }
}
