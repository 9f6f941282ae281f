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
 * @param id from 1
 * @param previousEventId the preceding event; 0 when AWS names none
 * @param timestamp in whole milliseconds
 * @param type its type
 * @param detailTree the details; {@code input}, {@code output} and {@code parameters} are trees,
 *     not text
 */
public record HistoryEvent(
    int id,
    int previousEventId,
    Instant timestamp,
    HistoryEventType type,
    Map<String, Object> detailTree) {
  private static final Set<String> TREES = Set.of("input", "output", "parameters");

  /** Wraps the details without a copy. The caller must not change them. */
  public HistoryEvent {
    detailTree = Collections.unmodifiableMap(detailTree);
  }

  /** The state's name in an event that enters or exits a state; otherwise empty. */
  public String stateName() {
    return new JsonView(detailTree).get("name").text();
  }

  /**
   * The details as GetExecutionHistory returns them, with JSON text for trees. Each call writes the
   * text again.
   */
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    detailTree.forEach((name, value) -> add(details, name, value));
    return details;
  }

  // input and output have inputDetails and outputDetails; parameters have none (recorded).
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
