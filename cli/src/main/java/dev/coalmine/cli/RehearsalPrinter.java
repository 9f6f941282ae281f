package dev.coalmine.cli;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.progress.TimelineEntry;
import dev.coalmine.embedded.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Prints a rehearsal: in lines while it is played, or as one JSON document at its end. */
final class RehearsalPrinter {
  private final boolean json;
  private final PrintWriter out;
  private final Map<String, Object> tree = new LinkedHashMap<>();
  private final List<Object> entries = new ArrayList<>();
  private final List<Object> looks = new ArrayList<>();

  RehearsalPrinter(boolean json, PrintWriter out) {
    this.json = json;
    this.out = out;
  }

  /**
   * The timeline of the release.
   *
   * @param lines gets its lines, unless all is one document
   * @param log gets each look
   */
  ReleaseTimeline timeline(Consumer<String> lines, Consumer<Map<String, Object>> log) {
    if (!json) {
      return new ReleaseTimeline(lines, log);
    }
    Consumer<TimelineEntry> keep = entry -> entries.add(entry.toMap());
    return ReleaseTimeline.ofEntries(keep, log.andThen(looks::add));
  }

  /**
   * Begins.
   *
   * @param account what was made up for it, a line each
   * @param lines gets the lines
   */
  void begin(
      String event, String traffic, long seed, List<String> account, Consumer<String> lines) {
    tree.put("event", event);
    tree.put("traffic", traffic);
    tree.put("seed", seed);
    tree.put("account", account);
    if (!json) {
      lines.accept("event %s, traffic %s, seed %d".formatted(event, traffic, seed));
      account.forEach(line -> lines.accept("sample account: " + line));
      lines.accept("");
    }
  }

  void end(RehearsalResult result) {
    if (!json) {
      out.println();
      out.println(result.outcomeLine());
      return;
    }
    tree.put("outcome", result.outcome().name());
    tree.put("id", result.id());
    tree.put("reason", result.reason());
    tree.put("seconds", result.duration().toSeconds());
    tree.put("exit", result.outcome().exitCode());
    tree.put("timeline", entries);
    tree.put("looks", looks);
    out.println(Json.toText(tree));
  }
}
