package dev.coalmine.local;

import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import dev.coalmine.release.NewVersion;
import dev.coalmine.release.NothingToReleaseException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What starts a release, and the door by which it comes in, as in AWS. */
sealed interface Door {
  /** The door of an event, by what the event looks like; what looks like nothing is an input. */
  static Door of(String event) {
    Object tree = tree(event);
    if (tree instanceof Map<?, ?> map && map.containsKey("CodePipeline.job")) {
      return new Pipeline(Template.map(tree));
    }
    if (tree instanceof Map<?, ?> map
        && map.containsKey("detail-type")
        && map.containsKey("detail")) {
      return new Bus(Template.map(tree));
    }
    return new Input(event);
  }

  /** The request as far as it can be known before: a JSON tree, empty where nothing can. */
  Object request();

  /**
   * Lets the event in.
   *
   * @throws Closed if it starts no execution
   */
  void enter(World world) throws Closed;

  /** Nothing starts, and this is why. */
  final class Closed extends Exception {
    private static final long serialVersionUID = 1L;

    private Closed(String why) {
      super(why);
    }
  }

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
    public void enter(World world) throws Closed {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("stateMachineArn", world.stateMachineArn());
      body.put("input", input);
      WireAnswer answer =
          world.aws().answer(WireRequest.json("AWSStepFunctions.StartExecution", body));
      if (answer.status() != 200) {
        Map<String, Object> error = Json.object(answer.body());
        throw new Closed(
            "StartExecution answers %d %s: %s"
                .formatted(
                    answer.status(),
                    String.valueOf(error.get("__type")).replaceFirst(".*#", ""),
                    error.getOrDefault("message", error.get("Message"))));
      }
    }
  }

  /** An event on EventBridge's bus. */
  record Bus(Map<String, Object> event) implements Door {
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
    public void enter(World world) throws Closed {
      byte[] answer =
          world.lambda().invoke(World.NAME + "-StartReleaseFunction", Json.bytes(event)).payload();
      Map<String, Object> said = Json.object(answer);
      if (!said.containsKey("execution") || said.get("execution").equals("")) {
        throw new Closed(String.valueOf(said.getOrDefault("reason", said.get("errorMessage"))));
      }
    }
  }

  /** A job of CodePipeline. */
  record Pipeline(Map<String, Object> event) implements Door {
    @Override
    public Object request() {
      Object found = event;
      for (String name :
          new String[] {"CodePipeline.job", "data", "actionConfiguration", "configuration"}) {
        found = found instanceof Map<?, ?> map ? map.get(name) : null;
      }
      return found instanceof Map<?, ?> map && map.get("UserParameters") instanceof String text
          ? tree(text)
          : Map.of();
    }

    @Override
    public void enter(World world) throws Closed {
      throw new Closed(new String(Json.bytes(event), StandardCharsets.UTF_8));
    }
  }

  private static Object tree(String json) {
    try {
      return Json.tree(json);
    } catch (IllegalArgumentException notJson) {
      return Map.of(); // whoever takes the event will say so
    }
  }
}
