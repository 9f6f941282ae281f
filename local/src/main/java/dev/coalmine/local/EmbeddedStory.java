package dev.coalmine.local;

import dev.coalmine.handler.StoryReader;
import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.json.Json;
import java.time.Instant;

/**
 * The story of a release that the interpreter runs, from the interpreter's own events: the same
 * that GetExecutionHistory would tell.
 */
final class EmbeddedStory {
  private EmbeddedStory() {}

  /** A reader who was told all of an execution so far. */
  static StoryReader of(Execution execution) {
    StoryReader reader = new StoryReader(execution.identity().arn());
    execution.history().forEach(event -> tell(event, reader));
    return reader;
  }

  /** Tells the next event of a history. */
  static void tell(HistoryEvent event, StoryReader reader) {
    Instant at = event.timestamp();
    switch (event.type()) {
      case EXECUTION_STARTED -> reader.started(at, json(event, "input"));
      case TASK_STATE_ENTERED,
          PASS_STATE_ENTERED,
          CHOICE_STATE_ENTERED,
          WAIT_STATE_ENTERED,
          SUCCEED_STATE_ENTERED,
          FAIL_STATE_ENTERED ->
          reader.entered(at, event.stateName());
      case TASK_SCHEDULED -> reader.taskScheduled(at);
      case TASK_STARTED -> reader.taskStarted(at, text(event, "resource"));
      case TASK_SUBMITTED -> reader.taskSubmitted(at, text(event, "resource"));
      case TASK_SUCCEEDED -> reader.taskSucceeded(at, text(event, "resource"));
      case TASK_FAILED, TASK_TIMED_OUT ->
          reader.taskFailed(
              at, text(event, "resource"), text(event, "error"), text(event, "cause"));
      case TASK_STATE_EXITED -> reader.exited(at, event.stateName(), json(event, "output"));
      case PASS_STATE_EXITED, CHOICE_STATE_EXITED, WAIT_STATE_EXITED, SUCCEED_STATE_EXITED -> {}
      case EXECUTION_SUCCEEDED -> reader.ended(at, "SUCCEEDED", "", json(event, "output"));
      case EXECUTION_FAILED -> ended(event, "FAILED", reader);
      case EXECUTION_ABORTED -> ended(event, "ABORTED", reader);
      case EXECUTION_TIMED_OUT -> ended(event, "TIMED_OUT", reader);
    }
  }

  private static void ended(HistoryEvent event, String status, StoryReader reader) {
    reader.ended(event.timestamp(), status, text(event, "error"), text(event, "cause"));
  }

  private static String json(HistoryEvent event, String name) {
    return Json.text(event.facts().get(name));
  }

  private static String text(HistoryEvent event, String name) {
    return event.facts().get(name) instanceof String text ? text : "";
  }
}
