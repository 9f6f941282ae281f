package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs machines on a virtual clock, with resources that the test defines. */
final class InterpreterFixture {
  static final String INVOKE = "arn:aws:states:::lambda:invoke";
  static final String ASK = "arn:aws:states:::events:putEvents.waitForTaskToken";
  static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

  final VirtualClock clock = new VirtualClock(START);
  final Map<String, TaskResource> resources = new HashMap<>();
  final List<TaskCall> calls = new ArrayList<>();
  private AslInterpreter interpreter;

  /** A resource that records its calls and completes at once. */
  InterpreterFixture answering(String arn, TaskResource resource) {
    resources.put(
        arn,
        (call, answer) -> {
          calls.add(call);
          resource.start(call, answer);
        });
    return this;
  }

  /** Fails with each of these errors in turn, then succeeds with the result. */
  InterpreterFixture failing(String arn, Object result, String... errors) {
    List<String> left = new ArrayList<>(List.of(errors));
    return answering(
        arn,
        (call, answer) -> {
          if (left.isEmpty()) {
            answer.succeed(result);
          } else {
            answer.fail(left.remove(0), "as the test wants");
          }
        });
  }

  AslInterpreter interpreter() {
    if (interpreter == null) {
      interpreter = new AslInterpreter(clock, TaskExecutor.withoutTimeouts(), resources, 7);
    }
    return interpreter;
  }

  Execution start(String definition, String input) {
    return start(definition, input, event -> {});
  }

  Execution start(String definition, String input, Consumer<HistoryEvent> listener) {
    StateMachineDefinition machine =
        StateMachineDefinition.parse(definition, interpreter()::hasResource);
    return interpreter()
        .start(
            machine, identity(), Json.parse(input), (execution, event) -> listener.accept(event));
  }

  /** Starts an execution and runs the clock until no task is left. */
  Execution run(String definition, String input) {
    Execution execution = start(definition, input);
    clock.run();
    return execution;
  }

  static ExecutionIdentity identity() {
    return new ExecutionIdentity(
        "arn:aws:states:us-east-1:000000000000:execution:machine:run-1",
        "run-1",
        "arn:aws:iam::000000000000:role/workflow",
        "arn:aws:states:us-east-1:000000000000:stateMachine:machine",
        "machine",
        START);
  }

  /** A machine of one state that ends. */
  static String singleState(String state) {
    return """
        {"StartAt": "Only", "States": {"Only": %s}}"""
        .formatted(state);
  }

  /** The output of a machine of one state, as JSON. */
  static String output(String state, String input) {
    Execution execution = new InterpreterFixture().run(singleState(state), input);
    if (execution.status() != ExecutionStatus.SUCCEEDED) {
      return execution.error() + ": " + execution.cause();
    }
    return Json.toText(execution.output());
  }

  /** One line for each event: seconds since the start, and the event. */
  static String timeline(Execution execution) {
    return execution.history().stream()
        .map(InterpreterFixture::line)
        .collect(Collectors.joining("\n"));
  }

  private static String line(HistoryEvent event) {
    String seconds = String.valueOf(Duration.between(START, event.timestamp()).toMillis() / 1000.0);
    Object what = event.detailTree().getOrDefault("error", event.stateName());
    return (seconds + " " + event.type().wireName() + " " + what).strip();
  }
}
