package dev.coalmine.local;

import dev.coalmine.local.remote.Account;
import dev.coalmine.local.remote.Releases;
import dev.coalmine.local.remote.Sighting;
import dev.coalmine.release.Words;
import dev.coalmine.report.Story;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists releases. */
@Command(
    name = "list",
    header = "Lists the releases that run, and then those that ended last.",
    mixinStandardHelpOptions = true,
    footer = {"", Remote.STATUSES, "", Remote.FOOTER})
final class ListReleases implements Callable<Integer> {
  /** Each one costs a call. */
  private static final int USUAL = 20;

  private static final int MOST = 500;

  private static final int LONGEST_REASON = 100;

  @Option(
      names = "--all",
      description = "Up to 500 of either, instead of 20; each costs a call to Step Functions.")
  private boolean all;

  @Mixin private Remote remote;

  @Override
  public Integer call() {
    return remote.answer("", this::list);
  }

  private Remote.Answer list(Account account) {
    Releases.Seen seen = new Releases(account).list(all ? MOST : USUAL);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("releases", seen.seen().stream().map(Standings::tree).toList());
    tree.put("moreRunning", seen.more());
    tree.put("moreEnded", seen.older());
    return Remote.Answer.of(lines(seen), tree);
  }

  private List<String> lines(Releases.Seen seen) {
    List<String> lines = new ArrayList<>();
    if (seen.seen().isEmpty()) {
      lines.add("there are no releases yet");
    } else {
      lines.addAll(table(seen.seen()));
    }
    if (seen.more() > 0) {
      lines.add("and %d more that run".formatted(seen.more()));
    }
    if (seen.older()) {
      lines.add(all ? "and older ones" : "and older ones: see --all");
    }
    return lines;
  }

  private static List<String> table(List<Sighting> releases) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("release", "stands", "weight", "since", "reason"));
    releases.forEach(
        one ->
            rows.add(
                List.of(
                    one.id(),
                    Standings.word(one),
                    one.weight().map(weight -> weight + " %").orElse(""),
                    Standings.time(one.end().map(Story.End::at).orElse(one.since())),
                    Words.cut(Standings.reason(one), LONGEST_REASON))));
    return rows.stream().map(row -> line(rows, row)).toList();
  }

  private static String line(List<List<String>> rows, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size() - 1; i++) {
      line.append(("%-" + width(rows, i) + "s  ").formatted(row.get(i)));
    }
    return line.append(row.get(row.size() - 1)).toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
  }
}
