package dev.coalmine.cli;

import dev.coalmine.cli.account.ReleaseFinder;
import dev.coalmine.cli.account.ReleaseStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows how one release stands. */
@Command(
    name = "status",
    header = "Shows how a release stands, or how it ended.",
    mixinStandardHelpOptions = true,
    footer = {"", AccountOptions.STATUSES, "", AccountOptions.FOOTER})
final class StatusCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      description =
          "The release: its id, the name of its execution, or the execution's ARN. Of several the one"
              + " that runs is meant, else the newest.")
  private String id;

  @Mixin private AccountOptions remote;

  @Override
  public Integer call() {
    return remote.run(
        id,
        account -> {
          ReleaseStatus release = new ReleaseFinder(account).find(id);
          return AccountOptions.CommandAnswer.of(
              StatusText.lines(release), StatusText.toMap(release));
        });
  }
}
