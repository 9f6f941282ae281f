package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts an execution by Step Functions' API, as any client does. */
public final class ExecutionStarter {
  private ExecutionStarter() {}

  /**
   * Starts an execution of Coalmine's state machine.
   *
   * @param input the execution's input as JSON
   * @throws StartRefusedException if AWS answers 400, so that there is no execution
   */
  public static void startIn(SimulatedAccount world, String input) throws StartRefusedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("stateMachineArn", world.stateMachineArn());
    body.put("input", input);
    WireResponse answer =
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions.StartExecution", body));
    if (answer.status() != 200) {
      Map<String, Object> error = Json.parseObject(answer.body());
      throw new StartRefusedException(
          "StartExecution failed with %d %s: %s"
              .formatted(
                  answer.status(),
                  String.valueOf(error.get("__type")).replaceFirst(".*#", ""),
                  error.getOrDefault("message", error.get("Message"))));
    }
  }

  /** AWS refused to start the execution. */
  public static final class StartRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private StartRefusedException(String message) {
      super(message);
    }
  }
}
