package dev.coalmine.local;

import dev.coalmine.local.aws.PipelineEnd;
import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.json.Json;
import dev.coalmine.release.NewVersion;
import dev.coalmine.release.NothingToReleaseException;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.StackOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What starts a release, and the door by which it comes in, as in AWS. */
sealed interface Door {
  /** The door of an event, by what the event looks like; what looks like nothing is an input. */
  static Door of(String event) {
    if (tree(event) instanceof Map<?, ?> map) {
      if (map.get("CodePipeline.job") instanceof Map<?, ?>) {
        return new Pipeline(Template.map(map));
      }
      if (map.containsKey("RequestType") && map.containsKey("ResponseURL")) {
        return new Stack(Template.map(map));
      }
      if (map.containsKey("detail-type") && map.get("detail") instanceof Map<?, ?>) {
        return new Bus(Template.map(map));
      }
    }
    return new Input(event);
  }

  /** The request as far as it can be known before: a JSON tree, empty where nothing can. */
  Object request();

  /**
   * Lets the event in.
   *
   * @param timeline hears of the execution, if one starts
   * @return how it ends, once nothing more comes of the event; REFUSED if it starts nothing
   */
  CompletableFuture<Ending> enter(World world, Timeline timeline);

  /**
   * The input of an execution, which any client of Step Functions can start; a pipeline's action of
   * that kind is one.
   */
  record Input(String input) implements Door {
    @Override
    public Object request() {
      return tree(input);
    }

    @Override
    public CompletableFuture<Ending> enter(World world, Timeline timeline) {
      try {
        StartExecution.in(world, input);
        return timeline.ending();
      } catch (StartExecution.Refused refused) {
        return CompletableFuture.completedFuture(nothing(refused.getMessage()));
      }
    }
  }

  /** An event on EventBridge's bus. */
  record Bus(Map<String, Object> event) implements Door {
    /** Longer than a function that fails is tried again. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public Object request() {
      try {
        NewVersion published = NewVersion.of(event);
        return Map.of("function", published.function(), "version", published.version());
      } catch (NothingToReleaseException nothing) {
        return Map.of();
      }
    }

    @Override
    public CompletableFuture<Ending> enter(World world, Timeline timeline) {
      CompletableFuture<Ending> nothing = new CompletableFuture<>();
      world.hear((function, result) -> hear(function, result, nothing));
      world.clock().at(world.clock().instant().plus(PATIENCE), () -> lose(timeline, nothing));
      world.events().replay(event);
      return nothing.applyToEither(timeline.ending(), ending -> ending);
    }

    private static void lose(Timeline timeline, CompletableFuture<Ending> nothing) {
      if (!timeline.hasBegun()) {
        nothing.complete(
            nothing("the event starts nothing: no rule wants it, or its target failed"));
      }
    }

    /** EventBridge does not look at answers; a person who rehearses does. */
    private static void hear(
        String function, Runner.Result result, CompletableFuture<Ending> nothing) {
      if (function.equals("StartReleaseFunction")) {
        Map<String, Object> said = Json.object(result.payload());
        if (said.get("execution").equals("")) {
          nothing.complete(nothing("the event starts nothing: " + said.get("reason")));
        }
      }
    }
  }

  /** A job of CodePipeline. */
  record Pipeline(Map<String, Object> event) implements Door {
    @Override
    public Object request() {
      Map<?, ?> job = object(event, "CodePipeline.job");
      Map<?, ?> configuration =
          object(object(object(job, "data"), "actionConfiguration"), "configuration");
      return configuration.get("UserParameters") instanceof String text ? tree(text) : Map.of();
    }

    @Override
    public CompletableFuture<Ending> enter(World world, Timeline timeline) {
      Instant start = world.clock().instant();
      return world
          .pipelines()
          .run(event)
          .end()
          .thenCompose(
              end -> {
                timeline.remark(Duration.between(start, world.clock().instant()), remark(end));
                return timeline.hasBegun()
                    ? timeline.ending()
                    : CompletableFuture.completedFuture(nothing(end.type() + ": " + end.message()));
              });
    }

    private static String remark(PipelineEnd end) {
      return switch (end.kind()) {
        case SUCCEEDED -> "the pipeline's action succeeds";
        case FAILED -> "the pipeline's action fails: " + end.type();
        case TIMED_OUT -> "the pipeline's action has timed out; the release goes on";
      };
    }

    private static Map<?, ?> object(Map<?, ?> tree, String name) {
      return tree.get(name) instanceof Map<?, ?> object ? object : Map.of();
    }
  }

  /** A request of CloudFormation. */
  record Stack(Map<String, Object> event) implements Door {
    @Override
    public Object request() {
      return event.get("ResourceProperties") instanceof Map<?, ?> properties
          ? StackOrder.of(Template.map(properties)).tree()
          : Map.of();
    }

    @Override
    public CompletableFuture<Ending> enter(World world, Timeline timeline) {
      Instant start = world.clock().instant();
      return world
          .stacks()
          .ask(event)
          .thenCompose(
              answer -> {
                timeline.remark(
                    Duration.between(start, world.clock().instant()),
                    "CloudFormation is told " + answer);
                return timeline.hasBegun()
                    ? timeline.ending()
                    : CompletableFuture.completedFuture(nothing("nothing is released: " + answer));
              });
    }
  }

  private static Ending nothing(String why) {
    return new Ending(Outcome.REFUSED, "", why, Duration.ZERO);
  }

  private static Object tree(String json) {
    try {
      return Json.tree(json);
    } catch (IllegalArgumentException notJson) {
      return Map.of(); // whoever takes the event will say so
    }
  }
}
