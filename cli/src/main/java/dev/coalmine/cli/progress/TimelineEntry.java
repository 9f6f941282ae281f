package dev.coalmine.cli.progress;

import dev.coalmine.text.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry of a timeline: an answer of a state, or a remark.
 *
 * @param at time since the start of the release
 * @param weight the canary's, in percent; -1 for none
 * @param state of the workflow; empty for a remark
 * @param text what happened
 * @param repeats how many more times the entry before happened; 0 if this is no such note
 */
public record TimelineEntry(Duration at, int weight, String state, String text, int repeats) {
  /** A note that the entry before happened more often. */
  static TimelineEntry repeated(Duration at, int times) {
    return new TimelineEntry(at, -1, "", "(%d more times)".formatted(times), times);
  }

  /** The entry as a line for people. */
  public String line() {
    return repeats > 0
        ? "%30s%s".formatted("", text)
        : "%7s  %5s  %-11s  %s"
            .formatted(DurationText.clock(at), weight < 0 ? "" : weight + " %", state, text);
  }

  /** The entry as fields of JSON; those without a value are left out. */
  public Map<String, Object> toMap() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("seconds", at.toSeconds());
    if (weight >= 0) {
      tree.put("weightPercent", weight);
    }
    if (!state.isEmpty()) {
      tree.put("state", state);
    }
    tree.put("text", text);
    return tree;
  }
}
