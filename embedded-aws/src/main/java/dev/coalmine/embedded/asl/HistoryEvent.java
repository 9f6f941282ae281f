package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One event of an execution's history.
 *
 * @param id from 1 on
 * @param previousEventId the event that led to it; 0 when AWS names none
 * @param timestamp in whole milliseconds
 * @param type what happened
 * @param detailTree the details as trees: under {@code input}, {@code output} and {@code
 *     parameters} stand trees, not their text
 */
public record HistoryEvent(
    int id,
    int previousEventId,
    Instant timestamp,
    HistoryEventType type,
    Map<String, Object> detailTree) {
  private static final Set<String> TREES = Set.of("input", "output", "parameters");

  /** An event; its facts are not copied, and nobody may change them. */
  public HistoryEvent {
    detailTree = Collections.unmodifiableMap(detailTree);
  }

  /** The state's name in an event that enters or leaves a state; else empty. */
  public String stateName() {
    return new JsonView(detailTree).get("name").text();
  }

  /**
   * The details as GetExecutionHistory shows them, with JSON text for trees. The text is made anew
   * by each call.
   */
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    detailTree.forEach((name, value) -> add(details, name, value));
    return details;
  }

  // inputDetails and outputDetails go with the text they speak of; parameters have none (recorded).
  private static void add(Map<String, Object> details, String name, Object value) {
    if (!TREES.contains(name)) {
      details.put(name, value);
      return;
    }
    details.put(name, Json.toText(value));
    if (!name.equals("parameters")) {
      details.put(name + "Details", Map.of("truncated", false));
    }
  }
}
