package dev.coalmine.cli.progress;

import dev.coalmine.document.HistoryReader;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.json.Json;
import java.time.Instant;

/**
 * The story of a release that the interpreter runs, from the interpreter's own events: the same
 * that GetExecutionHistory would tell.
 */
public final class EngineHistory {
  private EngineHistory() {}

  /** A reader who was told all of an execution so far. */
  public static HistoryReader read(Execution execution) {
    HistoryReader reader = new HistoryReader(execution.identity().arn());
    execution.history().forEach(event -> accept(event, reader));
    return reader;
  }

  /** Tells the next event of a history. */
  public static void accept(HistoryEvent event, HistoryReader reader) {
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
      case EXECUTION_FAILED -> acceptEnd(event, "FAILED", reader);
      case EXECUTION_ABORTED -> acceptEnd(event, "ABORTED", reader);
      case EXECUTION_TIMED_OUT -> acceptEnd(event, "TIMED_OUT", reader);
    }
  }

  private static void acceptEnd(HistoryEvent event, String status, HistoryReader reader) {
    reader.ended(event.timestamp(), status, text(event, "error"), text(event, "cause"));
  }

  private static String json(HistoryEvent event, String name) {
    return Json.toText(event.detailTree().get(name));
  }

  private static String text(HistoryEvent event, String name) {
    return event.detailTree().get(name) instanceof String text ? text : "";
  }
}
