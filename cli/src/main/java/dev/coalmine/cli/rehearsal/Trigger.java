package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.codepipeline.PipelineActionResult;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.release.Outcome;
import dev.coalmine.request.NothingToReleaseException;
import dev.coalmine.request.PublishedVersion;
import dev.coalmine.request.StackRequestReader;
import dev.coalmine.text.JsonView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What starts a release, and how it reaches the workflow in AWS. */
public sealed interface Trigger {
  /**
   * The trigger of an event, by its fields; an event without known fields is an execution's input.
   */
  static Trigger parse(String event) {
    JsonView tree = JsonView.of(tree(event));
    if (tree.object("CodePipeline.job").isObject()) {
      return new PipelineTrigger(tree.map());
    }
    if (tree.map().containsKey("RequestType") && tree.map().containsKey("ResponseURL")) {
      return new StackTrigger(tree.map());
    }
    if (tree.map().containsKey("detail-type") && tree.object("detail").isObject()) {
      return new EventTrigger(tree.map());
    }
    return new InputTrigger(event);
  }

  /** The request as far as it is known before the start: a JSON tree, which may be empty. */
  Object request();

  /**
   * Fires the trigger.
   *
   * @param timeline shows the execution, if one starts
   * @return the result, once the event has no further effect; REFUSED if it starts nothing
   */
  CompletableFuture<RehearsalResult> fire(SimulatedAccount world, ReleaseTimeline timeline);

  /**
   * The input of an execution. Any client of Step Functions can start one, such as a pipeline's
   * action of that kind.
   */
  record InputTrigger(String input) implements Trigger {
    @Override
    public Object request() {
      return tree(input);
    }

    @Override
    public CompletableFuture<RehearsalResult> fire(
        SimulatedAccount world, ReleaseTimeline timeline) {
      try {
        ExecutionStarter.startIn(world, input);
        return timeline.result();
      } catch (ExecutionStarter.StartRefusedException refused) {
        return CompletableFuture.completedFuture(refused(refused.getMessage()));
      }
    }
  }

  /** An event on EventBridge's bus. */
  record EventTrigger(Map<String, Object> event) implements Trigger {
    /** Longer than EventBridge and Lambda retry a function that fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public Object request() {
      try {
        PublishedVersion published = PublishedVersion.of(event);
        return Map.of("function", published.function(), "version", published.version());
      } catch (NothingToReleaseException nothing) {
        return Map.of();
      }
    }

    @Override
    public CompletableFuture<RehearsalResult> fire(
        SimulatedAccount world, ReleaseTimeline timeline) {
      CompletableFuture<RehearsalResult> nothing = new CompletableFuture<>();
      world.onFunctionAnswer((function, result) -> onFunctionAnswer(function, result, nothing));
      world.clock().runAt(world.clock().instant().plus(PATIENCE), () -> giveUp(timeline, nothing));
      world.events().publish(event);
      return nothing.applyToEither(timeline.result(), ending -> ending);
    }

    private static void giveUp(
        ReleaseTimeline timeline, CompletableFuture<RehearsalResult> nothing) {
      if (!timeline.hasStarted()) {
        nothing.complete(
            refused("the event starts no release: no rule matches it, or its target failed"));
      }
    }

    /** EventBridge ignores the function's answer; a rehearsal shows it. */
    private static void onFunctionAnswer(
        String function,
        FunctionRunner.FunctionResult result,
        CompletableFuture<RehearsalResult> nothing) {
      if (function.equals("StartReleaseFunction")) {
        JsonView answer = JsonView.of(Json.parseObject(result.payload()));
        if (answer.text("execution").filter(String::isEmpty).isPresent()) {
          nothing.complete(refused("the event starts no release: " + answer.text("reason", "")));
        }
      }
    }
  }

  /** A job of CodePipeline. */
  record PipelineTrigger(Map<String, Object> event) implements Trigger {
    @Override
    public Object request() {
      return JsonView.of(event)
          .object("CodePipeline.job")
          .object("data")
          .object("actionConfiguration")
          .object("configuration")
          .text("UserParameters")
          .map(Trigger::tree)
          .orElse(Map.of());
    }

    @Override
    public CompletableFuture<RehearsalResult> fire(
        SimulatedAccount world, ReleaseTimeline timeline) {
      Instant start = world.clock().instant();
      return world
          .pipelines()
          .run(event)
          .result()
          .thenCompose(
              end -> {
                timeline.addRemark(Duration.between(start, world.clock().instant()), remark(end));
                return timeline.hasStarted()
                    ? timeline.result()
                    : CompletableFuture.completedFuture(refused(end.type() + ": " + end.message()));
              });
    }

    private static String remark(PipelineActionResult end) {
      return switch (end.status()) {
        case SUCCEEDED -> "the pipeline's action succeeds";
        case FAILED -> "the pipeline's action fails: " + end.type();
        case TIMED_OUT -> "the pipeline's action timed out; the release continues";
      };
    }
  }

  /** A request of CloudFormation. */
  record StackTrigger(Map<String, Object> event) implements Trigger {
    @Override
    public Object request() {
      JsonView properties = JsonView.of(event).object("ResourceProperties");
      return properties.isObject() ? StackRequestReader.of(properties.map()).body() : Map.of();
    }

    @Override
    public CompletableFuture<RehearsalResult> fire(
        SimulatedAccount world, ReleaseTimeline timeline) {
      Instant start = world.clock().instant();
      return world
          .stacks()
          .sendRequest(event)
          .thenCompose(
              answer -> {
                timeline.addRemark(
                    Duration.between(start, world.clock().instant()),
                    "answer to CloudFormation: " + answer);
                return timeline.hasStarted()
                    ? timeline.result()
                    : CompletableFuture.completedFuture(refused("no release starts: " + answer));
              });
    }
  }

  private static RehearsalResult refused(String why) {
    return new RehearsalResult(Outcome.REFUSED, "", why, Duration.ZERO);
  }

  private static Object tree(String json) {
    try {
      return Json.parse(json);
    } catch (IllegalArgumentException notJson) {
      return Map.of(); // the receiver of the event reports the fault
    }
  }
}
