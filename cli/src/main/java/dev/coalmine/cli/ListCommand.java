package dev.coalmine.cli;

import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.ReleaseFinder;
import dev.coalmine.cli.account.ReleaseStatus;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    header = "List running releases, then the releases that ended last.",
    mixinStandardHelpOptions = true,
    footer = {"", AccountOptions.STATUSES, "", AccountOptions.FOOTER})
final class ListCommand implements Callable<Integer> {
  /** Each release costs a call. */
  private static final int DEFAULT_COUNT = 20;

  private static final int MOST = 500;

  private static final int LONGEST_REASON = 100;

  @Option(
      names = "--all",
      description =
          "Lists up to 500 running and 500 ended releases instead of 20 each; each costs one call"
              + " to Step Functions.")
  private boolean all;

  @Mixin private AccountOptions options;

  @Override
  public Integer call() {
    return options.run("", this::list);
  }

  private AccountOptions.CommandAnswer list(AwsAccount account) {
    ReleaseFinder.ReleasePage page = new ReleaseFinder(account).list(all ? MOST : DEFAULT_COUNT);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("releases", page.releases().stream().map(StatusText::toMap).toList());
    tree.put("moreRunning", page.moreRunning());
    tree.put("moreEnded", page.hasOlder());
    return AccountOptions.CommandAnswer.of(lines(page), tree);
  }

  private List<String> lines(ReleaseFinder.ReleasePage page) {
    List<String> lines = new ArrayList<>();
    if (page.releases().isEmpty()) {
      lines.add("there are no releases yet; coalmine start starts one");
    } else {
      lines.addAll(table(page.releases()));
    }
    if (page.moreRunning() > 0) {
      lines.add("and %d more running releases".formatted(page.moreRunning()));
    }
    if (page.hasOlder()) {
      lines.add(all ? "and older releases" : "and older releases: list them with --all");
    }
    return lines;
  }

  private static List<String> table(List<ReleaseStatus> releases) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("release", "status", "weight", "since", "reason"));
    releases.forEach(
        one ->
            rows.add(
                List.of(
                    one.id(),
                    StatusText.standing(one),
                    one.weight().map(weight -> weight + " %").orElse(""),
                    StatusText.formatTime(
                        one.end().map(ReleaseHistory.ExecutionEnd::at).orElse(one.since())),
                    TextLimit.cut(StatusText.reason(one), LONGEST_REASON))));
    rows.replaceAll(row -> row.stream().map(VisibleText::of).toList());
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
