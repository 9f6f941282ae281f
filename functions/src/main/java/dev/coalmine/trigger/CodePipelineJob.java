package dev.coalmine.trigger;

import dev.coalmine.document.Json;
import dev.coalmine.text.JsonView;

/**
 * A job of CodePipeline for a function that an action invokes. Its event also has credentials, so
 * no code may show or log the whole event.
 *
 * @param id of the job; a new one for each check
 * @param parameters the action's UserParameters; empty if it has none
 * @param token the continuation token of the previous job; empty for the first one
 */
record CodePipelineJob(String id, String parameters, String token) {
  /**
   * The ids that PutJobSuccessResult takes (API reference). A job with another one could not be
   * answered, so it starts nothing.
   */
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /**
   * Reads an event.
   *
   * @throws IllegalArgumentException if it is not a job
   */
  static CodePipelineJob of(String event) {
    JsonView job = Json.readView(event).object("CodePipeline.job");
    JsonView data = job.object("data");
    JsonView configuration = data.object("actionConfiguration").object("configuration");
    String id = job.text("id", "");
    if (!id.matches(ID)) {
      throw new IllegalArgumentException("the event is not a CodePipeline job");
    }
    return new CodePipelineJob(
        id, configuration.text("UserParameters", ""), data.text("continuationToken", ""));
  }
}
