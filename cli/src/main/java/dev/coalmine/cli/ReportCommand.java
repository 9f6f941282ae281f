package dev.coalmine.cli;

import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.HistoryLoader;
import dev.coalmine.cli.account.ReleaseFinder;
import dev.coalmine.cli.account.ReleaseStatus;
import dev.coalmine.report.ReportPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a release of an account as an HTML page, from its execution's history. */
@Command(
    name = "report",
    header = "Write an HTML report of a release.",
    description = {
      "%nThe report covers the release from its start to its end, or to now. The page is"
          + " self-contained: it needs no network and no script. Its source is the history of the"
          + " execution, which Step Functions keeps for 90 days.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      AccountOptions.STATUSES,
      "Example: coalmine report orders-8 --out release.html",
      "",
      AccountOptions.FOOTER
    })
final class ReportCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Parameters(
      paramLabel = "ID",
      description =
          "The release: its id, or the name or ARN of its execution. Of several releases with this"
              + " id, the running one, else the newest.")
  private String id;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description =
          "File of the page; - writes to standard output (default: the execution's name with .html,"
              + " in the current folder).")
  private Optional<String> file;

  @Mixin private AccountOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (toStandardOutput() && options.isJson()) {
      throw new ParameterException(
          spec.commandLine(),
          "--out - and --json both write to standard output: give only one of them");
    }
    return options.run(id, this::draw);
  }

  private boolean toStandardOutput() {
    return file.filter(STANDARD_OUTPUT::equals).isPresent();
  }

  private AccountOptions.CommandAnswer draw(AwsAccount account) {
    ReleaseStatus release = new ReleaseFinder(account).find(id);
    String page =
        ReportPage.document(new HistoryLoader(account, this::printProgress).load(release));
    if (toStandardOutput()) {
      return AccountOptions.CommandAnswer.of(page.stripTrailing().lines().toList(), Map.of());
    }
    String place = file.orElse(release.name() + ".html");
    OutputFiles.write("report", place, page);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("report", place);
    tree.putAll(StatusText.toMap(release));
    return AccountOptions.CommandAnswer.of(List.of("report " + place, line(release)), tree);
  }

  private static String line(ReleaseStatus release) {
    return "%s: %s %s: %s"
        .formatted(
            release.isRunning() ? "so far" : "outcome",
            StatusText.standing(release),
            release.id(),
            StatusText.reason(release));
  }

  /** A short history is read too fast to need progress. */
  private void printProgress(long events) {
    spec.commandLine().getErr().printf("read %,d events of the execution's history%n", events);
  }
}
