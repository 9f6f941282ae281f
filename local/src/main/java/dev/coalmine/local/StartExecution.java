package dev.coalmine.local;

import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts an execution as any client would: by Step Functions' API. */
final class StartExecution {
  private StartExecution() {}

  /**
   * Asks for an execution of Coalmine's state machine.
   *
   * @param input the execution's input as its text
   * @throws Refused if AWS answers 400, so that there is no execution
   */
  static void in(World world, String input) throws Refused {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("stateMachineArn", world.stateMachineArn());
    body.put("input", input);
    WireAnswer answer =
        world.aws().answer(WireRequest.json("AWSStepFunctions.StartExecution", body));
    if (answer.status() != 200) {
      Map<String, Object> error = Json.object(answer.body());
      throw new Refused(
          "StartExecution answers %d %s: %s"
              .formatted(
                  answer.status(),
                  String.valueOf(error.get("__type")).replaceFirst(".*#", ""),
                  error.getOrDefault("message", error.get("Message"))));
    }
  }

  /** There is no execution, and this is what AWS says. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private Refused(String message) {
      super(message);
    }
  }
}
