package dev.coalmine.local;

import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import dev.coalmine.release.Command;
import java.util.List;
import java.util.Map;

/**
 * Somebody who tells releases what to do, as the command line does: by the token in the history.
 */
record Somebody(World world) {
  private static final String NAME = "ann";

  /** Tells the release that was started first, at so many seconds after the start. */
  static void says(Rehearsal stage, int seconds, Command command, String why) {
    Meanwhile.at(stage, seconds, () -> new Somebody(stage.world()).says(command, why));
  }

  private void says(Command command, String why) {
    answer(Map.of("command", command.name(), "by", NAME, "why", why));
  }

  /** Answers the task that waits, whatever it waits for. */
  void answer(Object output) {
    call("SendTaskSuccess", Map.of("taskToken", token(), "output", Json.text(output)));
  }

  /** The token that the release which was started first waits for. */
  String token() {
    List<?> executions =
        (List<?>)
            call("ListExecutions", Map.of("stateMachineArn", world.stateMachineArn()))
                .get("executions");
    Object first = Template.map(executions.get(executions.size() - 1)).get("executionArn");
    List<?> events =
        (List<?>)
            call(
                    "GetExecutionHistory",
                    Map.of("executionArn", first, "reverseOrder", true, "maxResults", 4))
                .get("events");
    for (Object event : events) {
      Map<String, Object> scheduled =
          Template.map(Template.map(event).getOrDefault("taskScheduledEventDetails", Map.of()));
      if (scheduled.containsKey("parameters")) {
        return String.valueOf(scheduled.get("parameters"))
            .replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
      }
    }
    throw new IllegalStateException("it does not wait: " + events);
  }

  private Map<String, Object> call(String operation, Map<String, Object> input) {
    return Json.object(
        world.aws().answer(WireRequest.json("AWSStepFunctions." + operation, input)).body());
  }
}
