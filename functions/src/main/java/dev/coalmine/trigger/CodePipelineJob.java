package dev.coalmine.trigger;

import dev.coalmine.document.Json;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * A job that CodePipeline gives a function that one of its actions invokes. The event has
 * credentials beside it, so nothing may show or log it whole.
 *
 * @param id of the job, a new one each time that CodePipeline asks
 * @param parameters the action's UserParameters; empty if it has none
 * @param token what was answered the last time, empty the first time
 */
record CodePipelineJob(String id, String parameters, String token) {

  /**
   * Reads an event.
   *
   * @throws IllegalArgumentException if it is no job
   */
  static CodePipelineJob of(String event) {
    Map<?, ?> job = object(tree(event), "CodePipeline.job");
    Map<?, ?> data = object(job, "data");
    Map<?, ?> configuration = object(object(data, "actionConfiguration"), "configuration");
    String id = text(job, "id");
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the event is not a CodePipeline job");
    }
    return new CodePipelineJob(
        id, text(configuration, "UserParameters"), text(data, "continuationToken"));
  }

  private static Object tree(String event) {
    try {
      return Json.readTree(event);
    } catch (JacksonException withWhatItRead) {
      return Map.of(); // its message may quote the event
    }
  }

  private static Map<?, ?> object(Object tree, String name) {
    return tree instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> object
        ? object
        : Map.of();
  }

  private static String text(Map<?, ?> object, String name) {
    return object.get(name) instanceof String text ? text : "";
  }
}
