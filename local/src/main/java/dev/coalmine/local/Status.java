package dev.coalmine.local;

import dev.coalmine.local.remote.Releases;
import dev.coalmine.local.remote.Sighting;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows how one release stands. */
@Command(
    name = "status",
    header = "Shows how a release stands, or how it ended.",
    mixinStandardHelpOptions = true,
    footer = {"", Remote.STATUSES, "", Remote.FOOTER})
final class Status implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      description =
          "The release: its id, the name of its execution, or the execution's ARN. Of several the one"
              + " that runs is meant, else the newest.")
  private String id;

  @Mixin private Remote remote;

  @Override
  public Integer call() {
    return remote.answer(
        id,
        account -> {
          Sighting release = new Releases(account).find(id);
          return Remote.Answer.of(Standings.lines(release), Standings.tree(release));
        });
  }
}
