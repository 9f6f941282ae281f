package dev.coalmine.cli;

import dev.coalmine.cli.account.ReleaseFinder;
import dev.coalmine.cli.account.ReleaseStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the state of one release. */
@Command(
    name = "status",
    header = "Show the status of a release, or its outcome.",
    mixinStandardHelpOptions = true,
    footer = {"", AccountOptions.STATUSES, "", AccountOptions.FOOTER})
final class StatusCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      description =
          "The release: its id, or the name or ARN of its execution. Of several releases with this"
              + " id, the running one, else the newest.")
  private String id;

  @Mixin private AccountOptions options;

  @Override
  public Integer call() {
    return options.run(
        id,
        account -> {
          ReleaseStatus release = new ReleaseFinder(account).find(id);
          return AccountOptions.CommandAnswer.of(
              StatusText.lines(release), StatusText.toMap(release));
        });
  }
}
