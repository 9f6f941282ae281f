package dev.coalmine.local;

import dev.coalmine.local.remote.Account;
import dev.coalmine.local.remote.Failure;
import dev.coalmine.local.remote.Following;
import dev.coalmine.local.remote.Releases;
import dev.coalmine.local.remote.Sighting;
import dev.coalmine.local.remote.Starting;
import dev.coalmine.release.Outcome;
import dev.coalmine.report.Story;
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
      Remote.FOOTER
    })
final class Revert implements Callable<Integer> {
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

  @Mixin private Remote remote;
  @Mixin private Sayer sayer;

  @Override
  public Integer call() {
    return remote.answer(id, this::revert);
  }

  private Remote.Answer revert(Account account) {
    Sighting promoted = new Releases(account).find(id, Revert::isPromoted);
    return revert(account, promoted, name, sayer.by(), sayer.why());
  }

  /**
   * Takes a release back, and says what came of it.
   *
   * @param name of the execution that does it; made if none is given
   */
  static Remote.Answer revert(
      Account account, Sighting promoted, Optional<String> name, String by, String why) {
    if (promoted.isRunning()) {
      throw Failure.refused(
          "%s still runs: roll it back instead, coalmine rollback %s"
              .formatted(promoted.id(), promoted.id()));
    }
    if (!isPromoted(promoted)) {
      throw Failure.refused(
          "%s was not promoted: %s: %s"
              .formatted(promoted.id(), Standings.word(promoted), Standings.reason(promoted)));
    }
    String arn = new Starting(account, name).revert(promoted, by, why);
    Sighting way = new Following(account, (at, state, output) -> {}).within(arn, LOOKS);
    return told(promoted, way);
  }

  private static boolean isPromoted(Sighting release) {
    return release.end().filter(end -> end.status().equals("SUCCEEDED")).isPresent();
  }

  private static Remote.Answer told(Sighting promoted, Sighting way) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", promoted.id());
    tree.put("reverts", promoted.arn());
    tree.put("execution", way.arn());
    Optional<Outcome> outcome = way.end().map(Standings::outcome);
    tree.put("outcome", outcome.map(Outcome::name).orElse("RUNNING"));
    String reason = way.end().map(Story.End::reason).orElse(way.reason());
    tree.put("reason", reason);
    int exit = outcome.filter(one -> one != Outcome.ROLLED_BACK).map(Outcome::exitCode).orElse(0);
    String says =
        "%s: %s: %s"
            .formatted(promoted.id(), outcome.map(Outcome::name).orElse("under way"), reason);
    return new Remote.Answer(
        exit,
        outcome.isPresent()
            ? List.of(says)
            : List.of(says, "follow it: coalmine status " + way.name()),
        tree);
  }
}
