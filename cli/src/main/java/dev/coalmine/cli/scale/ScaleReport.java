package dev.coalmine.cli.scale;

import dev.coalmine.cli.bench.MarkdownTable;
import dev.coalmine.embedded.EmbeddedAws.CallCount;
import dev.coalmine.release.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The results of one story at all sizes, as tables and as a tree of JSON. */
public final class ScaleReport {
  /** Writes a second that Lambda's control plane takes (Lambda quotas, "API requests"). */
  private static final double WRITES = 15;

  /** Releases that are named with their reasons. */
  private static final int MOST_NAMED = 10;

  private final List<ScaleResult> results;
  private final Duration alone;

  /**
   * A report.
   *
   * @param results of one story, at least one, the smallest first
   * @param alone how long a healthy release takes alone
   */
  public ScaleReport(List<ScaleResult> results, Duration alone) {
    this.results = List.copyOf(results);
    this.alone = alone;
  }

  private ScaleStory story() {
    return results.get(0).story();
  }

  /** The lines for people: what came of it, how long it took, and the calls by operation. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(story().word() + ": " + story().text());
    lines.add("");
    lines.addAll(outcomes().lines());
    lines.add("");
    lines.addAll(calls().lines());
    results.forEach(result -> lines.addAll(failed(result)));
    return lines;
  }

  /** Why releases were not promoted that should have been. */
  private static List<String> failed(ScaleResult result) {
    List<String> lines = new ArrayList<>();
    List<String> all = result.failed();
    if (!all.isEmpty()) {
      lines.add("");
      lines.add("not promoted of %s:".formatted(count(result.size())));
      all.stream().limit(MOST_NAMED).map(one -> "- " + one).forEach(lines::add);
      if (all.size() > MOST_NAMED) {
        lines.add("- and %s more (--json has all)".formatted(count(all.size() - MOST_NAMED)));
      }
    }
    return lines;
  }

  private MarkdownTable outcomes() {
    return story().breaks() ? restored() : finished();
  }

  private MarkdownTable finished() {
    MarkdownTable table =
        new MarkdownTable(
            "releases",
            "promoted",
            "rolled back",
            "refused",
            "stuck",
            "minutes p50 / p99 / max",
            "× alone",
            "calls",
            "throttled",
            "s of processor",
            "MB");
    for (ScaleResult result : results) {
      Delays took = result.durations();
      table.add(
          count(result.size()),
          count(result.outcome(Outcome.PROMOTED)),
          count(result.outcome(Outcome.ROLLED_BACK)),
          count(result.outcome(Outcome.REFUSED)),
          count(result.outcome(Outcome.STUCK)),
          "%s / %s / %s"
              .formatted(
                  minutes(took.percentile(50)), minutes(took.percentile(99)), minutes(took.max())),
          decimal((double) took.percentile(50).toMillis() / alone.toMillis()),
          count(result.callCount()),
          count(result.throttled()),
          count(result.processor().toSeconds()),
          count(result.heapBytes() / 1_000_000));
    }
    return table;
  }

  private MarkdownTable restored() {
    boolean alarms = story() == ScaleStory.ALARMS;
    MarkdownTable table =
        new MarkdownTable(
            "releases",
            "rolled back",
            "before the break",
            "promoted",
            "refused",
            "stuck",
            (alarms ? "alarm" : "verdict") + " → restored: n",
            "s p50 / p99 / max",
            "s at 15 writes/s",
            "calls",
            "throttled",
            "s of processor",
            "MB");
    for (ScaleResult result : results) {
      Delays took = alarms ? result.alarmToRestored() : result.verdictToRestored();
      table.add(
          count(result.size()),
          count(result.outcome(Outcome.ROLLED_BACK)),
          count(result.early()),
          count(result.outcome(Outcome.PROMOTED)),
          count(result.outcome(Outcome.REFUSED)),
          count(result.outcome(Outcome.STUCK)),
          count(took.count()),
          "%s / %s / %s"
              .formatted(
                  seconds(took.percentile(50)), seconds(took.percentile(99)), seconds(took.max())),
          decimal(result.size() / WRITES),
          count(result.callCount()),
          count(result.throttled()),
          count(result.processor().toSeconds()),
          count(result.heapBytes() / 1_000_000));
    }
    return table;
  }

  /** Calls for each release, and in brackets the part of them that was throttled. */
  private MarkdownTable calls() {
    List<String> headings = new ArrayList<>(List.of("calls a release (throttled)"));
    results.forEach(result -> headings.add(count(result.size())));
    MarkdownTable table = new MarkdownTable(headings.toArray(String[]::new));
    Map<String, CallCount> all = new TreeMap<>();
    results.forEach(result -> all.putAll(result.calls()));
    for (String operation : all.keySet()) {
      List<String> row = new ArrayList<>(List.of(operation));
      results.forEach(result -> row.add(ofOne(result, operation)));
      table.add(row.toArray(String[]::new));
    }
    return table;
  }

  private static String ofOne(ScaleResult result, String operation) {
    CallCount count = result.calls().getOrDefault(operation, new CallCount(0, 0));
    String calls = decimal((double) count.calls() / result.size());
    return count.throttled() == 0
        ? calls
        : "%s (%.0f %%)".formatted(calls, 100.0 * count.throttled() / count.calls());
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%,.0f", number);
  }

  private static String minutes(Duration time) {
    return decimal(time.toMillis() / 60_000.0);
  }

  private static String seconds(Duration time) {
    return decimal(time.toMillis() / 1_000.0);
  }

  /** The same figures as trees, one for each size. */
  public List<Map<String, Object>> trees() {
    return results.stream().map(ScaleReport::tree).toList();
  }

  private static Map<String, Object> tree(ScaleResult result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("story", result.story().word());
    tree.put("releases", result.size());
    result.outcomes().forEach((outcome, count) -> tree.put(outcome.name(), count));
    tree.put("notPromoted", result.failed());
    tree.put("rolledBackBeforeTheBreak", result.early());
    tree.put("durationSeconds", tree(result.durations()));
    tree.put("verdictToRestoredSeconds", tree(result.verdictToRestored()));
    tree.put("alarmToRestoredSeconds", tree(result.alarmToRestored()));
    Map<String, Object> calls = new LinkedHashMap<>();
    result
        .calls()
        .forEach(
            (operation, count) ->
                calls.put(
                    operation, Map.of("calls", count.calls(), "throttled", count.throttled())));
    tree.put("calls", calls);
    tree.put("wallSeconds", result.wall().toMillis() / 1000.0);
    tree.put("processorSeconds", result.processor().toMillis() / 1000.0);
    tree.put("heapBytes", result.heapBytes());
    return tree;
  }

  private static Map<String, Object> tree(Delays delays) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("count", delays.count());
    tree.put("p50", delays.percentile(50).toMillis() / 1000.0);
    tree.put("p99", delays.percentile(99).toMillis() / 1000.0);
    tree.put("max", delays.max().toMillis() / 1000.0);
    return tree;
  }
}
