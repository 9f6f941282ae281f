package dev.coalmine.cli.progress;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.document.HistoryRecorder;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.json.Json;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Reads the interpreter's own events like those of GetExecutionHistory. */
public final class EngineHistory {
  private EngineHistory() {}

  /** Whether an execution is a release: the one that serves a stack shows by its release. */
  static boolean isRelease(Execution execution) {
    return execution.identity().stateMachineName().equals(StackName.NAME);
  }

  /** The history of an execution so far. */
  public static HistoryRecorder read(Execution execution) {
    HistoryRecorder recorder = new HistoryRecorder(execution.identity().arn());
    execution.history().forEach(event -> recorder.accept(entry(event)));
    return recorder;
  }

  /** One event. Its JSON is written when it is read. */
  public static HistoryEntry entry(HistoryEvent event) {
    Map<String, Object> details = event.detailTree();
    return new HistoryEntry(
        event.id(),
        event.timestamp(),
        HistoryEventType.valueOf(event.type().name()),
        event.stateName(),
        text(details, "resource"),
        text(details, "error"),
        text(details, "cause"),
        () -> json(details));
  }

  private static String text(Map<String, Object> details, String name) {
    return details.get(name) instanceof String text ? text : "";
  }

  private static String json(Map<String, Object> details) {
    return Stream.of("output", "input", "parameters")
        .filter(details::containsKey)
        .findFirst()
        .map(name -> Json.toText(details.get(name)))
        .orElse("");
  }
}
