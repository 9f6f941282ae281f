package dev.coalmine.cli.testing;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import java.nio.charset.StandardCharsets;

/** Invokes the function of the dashboard's widget. */
public final class WidgetDriver {
  private WidgetDriver() {}

  /**
   * Invokes it as CloudWatch does.
   *
   * @param event what the widget sends
   * @return the HTML
   */
  public static String draw(SimulatedAccount world, String event) {
    FunctionRunner.FunctionResult result =
        world
            .lambda()
            .invoke(
                StackName.functionName("DrawReleaseFunction"),
                event.getBytes(StandardCharsets.UTF_8));
    if (result.failed()) {
      throw new IllegalStateException(new String(result.payload(), StandardCharsets.UTF_8));
    }
    return (String) Json.parse(new String(result.payload(), StandardCharsets.UTF_8));
  }
}
