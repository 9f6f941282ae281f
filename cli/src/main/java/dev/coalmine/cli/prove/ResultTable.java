package dev.coalmine.cli.prove;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of many runs, by kind of fault, and one line for each distinct violation. */
final class ResultTable {
  private static final int LONGEST_TEXT = 300;

  private final List<ScenarioResult> results;

  ResultTable(List<ScenarioResult> results) {
    this.results = List.copyOf(results);
  }

  /**
   * Runs of one kind of fault, those in which a fault did not happen, and those with violations.
   */
  private record Row(int runs, int missed, int violated) {
    Row plus(ScenarioResult result) {
      return new Row(
          runs + 1,
          missed + (result.faulted() ? 0 : 1),
          violated + (result.violations().isEmpty() ? 0 : 1));
    }
  }

  /**
   * Violations of one kind in one story by one kind of fault.
   *
   * @param count how many runs have it
   * @param first the first one
   * @param found what was found in it
   */
  private record Distinct(int count, Scenario first, Violation found) {
    Distinct again() {
      return new Distinct(count + 1, first, found);
    }
  }

  /** A Markdown table: the runs of each kind of fault. */
  List<String> byFault() {
    Map<String, Row> rows = new LinkedHashMap<>();
    results.forEach(
        result ->
            rows.put(
                result.kind(), rows.getOrDefault(result.kind(), new Row(0, 0, 0)).plus(result)));
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| fault | runs | did not happen | with violations |",
                "| --- | ---: | ---: | ---: |"));
    rows.forEach(
        (kind, row) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d |",
                    kind,
                    row.runs(),
                    row.missed(),
                    row.violated())));
    return lines;
  }

  /** One line for each kind of violation of each story and kind of fault, with its first run. */
  List<String> distinctViolations() {
    Map<String, Distinct> found = new LinkedHashMap<>();
    for (ScenarioResult result : results) {
      for (Violation each : result.violations()) {
        String key = each.kind() + " " + result.scenario().story() + " " + result.kind();
        Distinct known = found.get(key);
        found.put(key, known == null ? new Distinct(1, result.scenario(), each) : known.again());
      }
    }
    return found.values().stream().map(ResultTable::line).toList();
  }

  private static String line(Distinct distinct) {
    String found = distinct.found().found().replaceAll("\\s+", " ");
    return "%s in %d: ./coalmine prove --replay '%s'  # %s"
        .formatted(
            distinct.found().kind(),
            distinct.count(),
            distinct.first(),
            found.length() > LONGEST_TEXT ? found.substring(0, LONGEST_TEXT) + "…" : found);
  }

  /** How many runs have violations. */
  int violated() {
    return (int) results.stream().filter(result -> !result.violations().isEmpty()).count();
  }

  /** The last line. */
  String total() {
    return "%d runs, %d violations".formatted(results.size(), violated());
  }
}
