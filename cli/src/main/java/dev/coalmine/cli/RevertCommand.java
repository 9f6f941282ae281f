package dev.coalmine.cli;

import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.account.ReleaseFinder;
import dev.coalmine.cli.account.ReleaseFollower;
import dev.coalmine.cli.account.ReleaseStarter;
import dev.coalmine.cli.account.ReleaseStatus;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.ReleaseStart;
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

/** Rolls back a release that was promoted and has ended. */
@Command(
    name = "revert",
    header = "Revert a promoted release.",
    description = {
      "%nRestores the routing that the targets had before the release, if nobody has changed it"
          + " since; otherwise it changes nothing. The revert is an execution of its own, which"
          + " ends as RolledBack.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 reverted, or still in progress after half a minute, 2 refused: nothing was"
          + " changed, 3 stuck: restore the targets by hand, 64 invalid command line or unknown"
          + " release, 69 AWS is unreachable or denies access, 70 internal error.",
      "",
      AccountOptions.FOOTER
    })
final class RevertCommand implements Callable<Integer> {
  /** Polls of the state of the new release, about a second apart. */
  private static final int LOOKS = 30;

  @Parameters(
      paramLabel = "ID",
      description =
          "The release: its id, or the name or ARN of its execution. Of several releases with this"
              + " id, the one promoted last.")
  private String id;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Name of the execution that reverts the release (default: made from the release).")
  private Optional<String> name;

  @Mixin private AccountOptions options;
  @Mixin private ActorOptions actor;

  @Override
  public Integer call() {
    return options.run(id, this::revert);
  }

  private AccountOptions.CommandAnswer revert(AwsAccount account) {
    ReleaseStatus promoted = new ReleaseFinder(account).find(id, RevertCommand::isPromoted);
    return revert(account, promoted, name, actor.actor(), actor.reason());
  }

  /**
   * Starts a revert, waits for its outcome, and returns it.
   *
   * @param name of the execution; a generated one if empty
   */
  static AccountOptions.CommandAnswer revert(
      AwsAccount account, ReleaseStatus promoted, Optional<String> name, String by, String why) {
    if (promoted.isRunning()) {
      throw CommandFailedException.refused(
          "%s is still running: roll it back with coalmine rollback %s"
              .formatted(promoted.id(), promoted.id()));
    }
    if (promoted.document().filter(ReleaseStart::movesNothing).isPresent()) {
      throw CommandFailedException.refused(
          "%s moved nothing, so there is nothing to revert: %s"
              .formatted(promoted.id(), StatusText.reason(promoted)));
    }
    if (!isPromoted(promoted)) {
      throw CommandFailedException.refused(
          "%s was not promoted, so there is nothing to revert: %s: %s"
              .formatted(
                  promoted.id(), StatusText.standing(promoted), StatusText.reason(promoted)));
    }
    String arn = new ReleaseStarter(account, name).startRevert(promoted, by, why);
    ReleaseStatus way =
        new ReleaseFollower(account, (at, state, answer) -> {}).awaitEndWithin(arn, LOOKS);
    return answer(promoted, way);
  }

  private static boolean isPromoted(ReleaseStatus release) {
    return release.end().filter(end -> end.status().equals("SUCCEEDED")).isPresent()
        && release.document().filter(ReleaseStart::movesNothing).isEmpty();
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
    String message =
        "%s: %s: %s"
            .formatted(promoted.id(), outcome.map(Outcome::name).orElse("in progress"), reason);
    return new AccountOptions.CommandAnswer(
        exit,
        outcome.isPresent()
            ? List.of(message)
            : List.of(message, "follow it: coalmine status " + way.name()),
        tree);
  }
}
