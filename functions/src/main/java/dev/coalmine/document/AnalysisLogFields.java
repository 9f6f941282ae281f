package dev.coalmine.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a look, as its line of a log has them: of each target what was new to the look,
 * and how it found each alarm.
 */
public final class AnalysisLogFields {
  private AnalysisLogFields() {}

  /**
   * The fields {@code metrics} and {@code alarms}.
   *
   * @param targets names, in the release's order
   * @param judgement what the release document says of the look: plain maps, lists and values
   */
  public static Map<String, Object> of(List<String> targets, Map<?, ?> judgement) {
    List<?> measured = list(judgement.get("measured"));
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (int i = 0; i < measured.size() && i < targets.size(); i++) {
      metrics.add(metrics(targets.get(i), (Map<?, ?>) measured.get(i)));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("metrics", metrics);
    figures.put(
        "alarms",
        list(judgement.get("alarms")).stream().map(alarm -> some(alarm, "name", "state")).toList());
    return figures;
  }

  private static Map<String, Object> metrics(String target, Map<?, ?> measured) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("target", target);
    metrics.putAll(some(measured, "from", "minutes"));
    for (String side : List.of("canary", "baseline")) {
      metrics.put(side, some(measured.get(side), "requests", "errors", "durations", "above"));
    }
    metrics.put(
        "tests",
        list(measured.get("tests")).stream()
            .map(test -> some(test, "name", "evidence", "threshold"))
            .toList());
    return metrics;
  }

  private static Map<String, Object> some(Object tree, String... names) {
    Map<String, Object> some = new LinkedHashMap<>();
    for (String name : names) {
      some.put(name, plain(((Map<?, ?>) tree).get(name)));
    }
    return some;
  }

  private static List<?> list(Object tree) {
    return tree instanceof List<?> list ? list : List.of();
  }

  /** Counts are whole numbers, whatever type they were counted in. */
  private static Object plain(Object tree) {
    if (tree instanceof List<?> list) {
      return list.stream().map(AnalysisLogFields::plain).toList();
    }
    return tree instanceof Double number && number == Math.rint(number)
        ? (Object) number.longValue()
        : tree;
  }
}
