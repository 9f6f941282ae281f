package dev.coalmine.document;

import dev.coalmine.release.Release;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Upgrades the JSON tree of a release document from schema 4 to {@link Release#SCHEMA}, so that the
 * histories of older executions stay readable. The two schemas differ in names only.
 */
final class SchemaUpgrade {
  private static final int UPGRADABLE = 4;

  private static final Map<String, String> ROUTING = Map.of("others", "otherWeights");

  /** New names by old names, for the object at each path; lists do not count in a path. */
  private static final Map<String, Map<String, String>> NAMES =
      Map.ofEntries(
          Map.entry(
              "",
              Map.of(
                  "terms", "settings",
                  "parts", "targetProgress",
                  "names", "targetNames",
                  "people", "approvals",
                  "judgement", "analysis",
                  "news", "event")),
          Map.entry(
              "/targetProgress",
              Map.of(
                  "written", "currentRouting",
                  "writing", "pendingRouting",
                  "touched", "everWritten",
                  "stamp", "lastSeenStamp",
                  "meter", "metricSource",
                  "trial", "memory")),
          Map.entry("/targetProgress/before/routing", ROUTING),
          Map.entry("/targetProgress/currentRouting", ROUTING),
          Map.entry("/targetProgress/pendingRouting", ROUTING),
          Map.entry("/targetProgress/metricSource", Map.of("whole", "complete")),
          Map.entry(
              "/targetProgress/memory",
              Map.of(
                  "judge", "judgeState",
                  "counted", "lastCountedMinute",
                  "missing", "missingMinutes",
                  "split", "sampleRatio")),
          Map.entry(
              "/progress",
              Map.of("step", "stepIndex", "waited", "waitedTime", "steps", "completedSteps")),
          Map.entry("/progress/alarms", Map.of("seen", "lastSeenChange")),
          Map.entry(
              "/approvals",
              Map.of(
                  "waitsFor", "waitReason",
                  "since", "waitingSince",
                  "asked", "requestedWeight",
                  "allowed", "approvedWeight",
                  "said", "entries")),
          Map.entry(
              "/analysis",
              Map.of("blind", "incomplete", "measured", "samples", "alarms", "alarmFindings")));

  private SchemaUpgrade() {}

  /** The document in the current schema if its own is 4; otherwise the same tree. */
  static Map<String, Object> upgrade(Map<String, Object> document) {
    if (!Integer.valueOf(UPGRADABLE).equals(document.get("schema"))) {
      return document;
    }
    Map<String, Object> upgraded = renameFields(document, "");
    upgraded.put("schema", Release.SCHEMA);
    return upgraded;
  }

  private static Map<String, Object> renameFields(Map<?, ?> object, String path) {
    Map<String, String> names = NAMES.getOrDefault(path, Map.of());
    Map<String, Object> renamed = new LinkedHashMap<>();
    object.forEach(
        (key, value) -> {
          String name = names.getOrDefault(String.valueOf(key), String.valueOf(key));
          renamed.put(name, rename(value, path + "/" + name));
        });
    return renamed;
  }

  private static Object rename(Object tree, String path) {
    if (tree instanceof Map<?, ?> object) {
      return renameFields(object, path);
    }
    return tree instanceof List<?> list
        ? list.stream().map(element -> rename(element, path)).toList()
        : tree;
  }
}
