package dev.coalmine.cli.testing;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.text.JsonView;
import java.util.List;
import java.util.Map;

/** Sends releases commands as the command line does: with the token from the history. */
public record Operator(SimulatedAccount world) {
  private static final String NAME = "ann";

  /** Sends the first release a command, so many seconds after the start. */
  public static void scheduleCommand(
      Rehearsal stage, int seconds, SteeringCommand command, String why) {
    Interventions.schedule(
        stage, seconds, () -> new Operator(stage.world()).scheduleCommand(command, why));
  }

  private void scheduleCommand(SteeringCommand command, String why) {
    answerTask(Map.of("command", command.name(), "by", NAME, "why", why));
  }

  /** Completes the task that waits. */
  public void answerTask(Object output) {
    answerTaskWith(Json.toText(output));
  }

  /** The same with text that need not be JSON. */
  public void answerTaskWith(String output) {
    call("SendTaskSuccess", Map.of("taskToken", token(), "output", output));
  }

  /** The token that the first release waits with. */
  String token() {
    List<?> executions =
        (List<?>)
            call("ListExecutions", Map.of("stateMachineArn", world.stateMachineArn()))
                .get("executions");
    Object first = JsonView.of(executions.get(executions.size() - 1)).map().get("executionArn");
    List<?> events =
        (List<?>)
            call(
                    "GetExecutionHistory",
                    Map.of("executionArn", first, "reverseOrder", true, "maxResults", 4))
                .get("events");
    for (Object event : events) {
      Map<String, Object> scheduled = JsonView.of(event).object("taskScheduledEventDetails").map();
      if (scheduled.containsKey("parameters")) {
        return String.valueOf(scheduled.get("parameters"))
            .replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
      }
    }
    throw new IllegalStateException("it does not wait: " + events);
  }

  private Map<String, Object> call(String operation, Map<String, Object> input) {
    return Json.parseObject(
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, input)).body());
  }
}
