package dev.coalmine.cli.testing;

import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The events by which CodePipeline invokes a function. */
public final class PipelineEvents {
  private PipelineEvents() {}

  /** The sample job of the project, with other user parameters. */
  public static Map<String, Object> withUserParameters(String parameters) {
    Map<String, Object> event =
        Json.parseObject(
            ProjectFolder.read(ProjectFolder.ROOT.resolve("events/pipeline-job.json"))
                .getBytes(StandardCharsets.UTF_8));
    Map<String, Object> configuration =
        object(
            object(object(object(event, "CodePipeline.job"), "data"), "actionConfiguration"),
            "configuration");
    configuration.put("UserParameters", parameters);
    return event;
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are text
  private static Map<String, Object> object(Map<String, Object> tree, String name) {
    return (Map<String, Object>) tree.get(name);
  }
}
