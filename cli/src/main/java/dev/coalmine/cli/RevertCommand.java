package dev.coalmine.cli;

import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.account.ReleaseFinder;
import dev.coalmine.cli.account.ReleaseFollower;
import dev.coalmine.cli.account.ReleaseStarter;
import dev.coalmine.cli.account.ReleaseStatus;
import dev.coalmine.release.Outcome;
import dev.coalmine.report.ReleaseHistory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes back a release that was promoted and has ended. */
@Command(
    name = "revert",
    header = "Takes back a release that was promoted.",
    description = {
      "%nIts targets go back to what they served before it, if they still stand as it left them; else"
          + " nothing is touched. That is an execution of its own, which ends as RolledBack.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 it is back, or on its way after half a minute, 2 refused: nothing was touched,",
      "3 stuck: a person is needed, 64 the command line is wrong or names no release, 69 AWS can't be",
      "reached or does not let us, 70 Coalmine itself failed.",
      "",
      AccountOptions.FOOTER
    })
final class RevertCommand implements Callable<Integer> {
  /** Looks, about a second apart. */
  private static final int LOOKS = 30;

  @Parameters(
      paramLabel = "ID",
      description =
          "The release: its id, the name of its execution, or the execution's ARN. Of several the last"
              + " that was promoted is meant.")
  private String id;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the execution that takes it back (default: made from the release).")
  private Optional<String> name;

  @Mixin private AccountOptions remote;
  @Mixin private ActorOptions sayer;

  @Override
  public Integer call() {
    return remote.run(id, this::revert);
  }

  private AccountOptions.CommandAnswer revert(AwsAccount account) {
    ReleaseStatus promoted = new ReleaseFinder(account).find(id, RevertCommand::isPromoted);
    return revert(account, promoted, name, sayer.actor(), sayer.reason());
  }

  /**
   * Takes a release back, and says what came of it.
   *
   * @param name of the execution that does it; made if none is given
   */
  static AccountOptions.CommandAnswer revert(
      AwsAccount account, ReleaseStatus promoted, Optional<String> name, String by, String why) {
    if (promoted.isRunning()) {
      throw CommandFailedException.refused(
          "%s still runs: roll it back instead, coalmine rollback %s"
              .formatted(promoted.id(), promoted.id()));
    }
    if (!isPromoted(promoted)) {
      throw CommandFailedException.refused(
          "%s was not promoted: %s: %s"
              .formatted(
                  promoted.id(), StatusText.standing(promoted), StatusText.reason(promoted)));
    }
    String arn = new ReleaseStarter(account, name).startRevert(promoted, by, why);
    ReleaseStatus way =
        new ReleaseFollower(account, (at, state, output) -> {}).awaitEndWithin(arn, LOOKS);
    return answer(promoted, way);
  }

  private static boolean isPromoted(ReleaseStatus release) {
    return release.end().filter(end -> end.status().equals("SUCCEEDED")).isPresent();
  }

  private static AccountOptions.CommandAnswer answer(ReleaseStatus promoted, ReleaseStatus way) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", promoted.id());
    tree.put("reverts", promoted.arn());
    tree.put("execution", way.arn());
    Optional<Outcome> outcome = way.end().map(StatusText::outcome);
    tree.put("outcome", outcome.map(Outcome::name).orElse("RUNNING"));
    String reason = way.end().map(ReleaseHistory.ExecutionEnd::reason).orElse(way.reason());
    tree.put("reason", reason);
    int exit = outcome.filter(one -> one != Outcome.ROLLED_BACK).map(Outcome::exitCode).orElse(0);
    String says =
        "%s: %s: %s"
            .formatted(promoted.id(), outcome.map(Outcome::name).orElse("under way"), reason);
    return new AccountOptions.CommandAnswer(
        exit,
        outcome.isPresent()
            ? List.of(says)
            : List.of(says, "follow it: coalmine status " + way.name()),
        tree);
  }
}
