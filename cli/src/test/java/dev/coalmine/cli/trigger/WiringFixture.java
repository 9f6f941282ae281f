package dev.coalmine.cli.trigger;

import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** An account with a template of its own, whose functions note their events. */
abstract class WiringFixture {
  static final Path PROJECT = Path.of("src/test/resources/dev/coalmine/cli/trigger/wiring");

  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  final VirtualClock clock = new VirtualClock(START);

  final LocalRuntime runtime = runtime();

  final SimulatedAccount world =
      new SimulatedAccount(
              runtime, clock, TaskExecutor.withoutTimeouts(), false, 1, (execution, event) -> {})
          .enableTriggers();

  final List<String> received = new ArrayList<>();

  WiringFixture() {
    for (String function : List.of("StartFunction", "TellFunction", "WakeFunction")) {
      world.lambda().setRunner("coalmine-" + function, call -> note(function, call));
    }
  }

  static LocalRuntime runtime() {
    try {
      return new LocalRuntime(PROJECT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  FunctionRunner.FunctionResult note(String function, FunctionRunner.FunctionCall call) {
    String payload = new String(call.payload(), StandardCharsets.UTF_8);
    received.add(seconds() + " " + function.replace("Function", "") + " " + payload);
    return new FunctionRunner.FunctionResult(
        "null".getBytes(StandardCharsets.UTF_8), false, Duration.ZERO);
  }

  long seconds() {
    return Duration.between(START, clock.instant()).toSeconds();
  }

  void passTo(long seconds) {
    clock.runTo(START.plusSeconds(seconds));
  }

  Map<String, Object> call(String target, Map<String, Object> input) {
    return Json.parseObject(world.aws().handle(WireRequest.awsJson(target, input)).body());
  }

  Map<String, Object> start(String input) {
    return call(
        "AWSStepFunctions.StartExecution",
        Map.of("stateMachineArn", world.stateMachineArn(), "name", "run", "input", input));
  }

  static String executionArn() {
    return Arns.execution("coalmine", "run");
  }

  Map<String, Object> execution() {
    return call("AWSStepFunctions.DescribeExecution", Map.of("executionArn", executionArn()));
  }

  static Map<String, Object> payload(String received) {
    return Json.parseObject(received.split(" ", 3)[2].getBytes(StandardCharsets.UTF_8));
  }

  WireResponse lambda(String method, String path) {
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
}
