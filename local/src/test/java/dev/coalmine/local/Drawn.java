package dev.coalmine.local;

import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.json.Json;
import java.nio.charset.StandardCharsets;

/** What a dashboard's widget is answered. */
final class Drawn {
  private Drawn() {}

  /**
   * Calls the function as CloudWatch does.
   *
   * @param event what the widget sends
   * @return the HTML
   */
  static String in(World world, String event) {
    Runner.Result result =
        world
            .lambda()
            .invoke(World.function("DrawReleaseFunction"), event.getBytes(StandardCharsets.UTF_8));
    if (result.failed()) {
      throw new IllegalStateException(new String(result.payload(), StandardCharsets.UTF_8));
    }
    return (String) Json.tree(new String(result.payload(), StandardCharsets.UTF_8));
  }
}
