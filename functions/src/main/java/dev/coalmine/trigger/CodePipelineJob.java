package dev.coalmine.trigger;

import dev.coalmine.document.Json;
import dev.coalmine.text.JsonView;

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
    JsonView job = Json.readView(event).object("CodePipeline.job");
    JsonView data = job.object("data");
    JsonView configuration = data.object("actionConfiguration").object("configuration");
    String id = job.text("id", "");
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the event is not a CodePipeline job");
    }
    return new CodePipelineJob(
        id, configuration.text("UserParameters", ""), data.text("continuationToken", ""));
  }
}
