package dev.coalmine.cli;

import dev.coalmine.cli.account.AccountPlace;
import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.account.ReleaseFinder;
import dev.coalmine.cli.account.ReleaseStatus;
import dev.coalmine.cli.account.Sleeper;
import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.web.ReleaseActions;
import dev.coalmine.release.Release;
import dev.coalmine.release.Steering;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Carries out the live page's buttons as the command line would, at the same endpoint. */
final class CommandReleaseActions implements ReleaseActions {
  private static final String BY = "live page";
  private static final String REVERT = "revert";

  private final URI endpoint;
  private final Sleeper sleeper;
  private final InstantSource clock;

  /**
   * For the account at an endpoint.
   *
   * @param sleeper waits for the answers of AWS
   * @param clock the account's time, which may pass faster than the wall clock's
   */
  CommandReleaseActions(URI endpoint, Sleeper sleeper, InstantSource clock) {
    this.endpoint = endpoint;
    this.sleeper = sleeper;
    this.clock = clock;
  }

  @Override
  public List<String> availableCommands(Release release) {
    return SteerCommand.words().stream()
        .filter(
            word ->
                Steering.notAllowedReason(
                        release, SteerCommand.commandFor(word).orElseThrow(), clock.instant())
                    .isEmpty())
        .toList();
  }

  @Override
  public ActionAnswer steer(String execution, String word, String why) {
    return perform(
        execution,
        account -> {
          ReleaseStatus release = new ReleaseFinder(account).byArn(execution).orElseThrow();
          return word.equals(REVERT)
              ? RevertCommand.revert(account, release, Optional.empty(), BY, why)
              : SteerCommand.steer(
                  account,
                  release,
                  SteerCommand.commandFor(word)
                      .orElseThrow(
                          () ->
                              CommandFailedException.usage(
                                  "there is no command "
                                      + word
                                      + "; the commands are "
                                      + SteerCommand.allWords())),
                  BY,
                  why);
        });
  }

  @Override
  public ActionAnswer start(String request) {
    return perform("", account -> StartCommand.start(account, request));
  }

  @Override
  public String sampleRequest() {
    try {
      return Files.readString(ProjectFiles.releaseEvent());
    } catch (IOException missing) {
      return "{\"function\": \"orders\"}";
    }
  }

  private ActionAnswer perform(
      String execution, Function<AwsAccount, AccountOptions.CommandAnswer> work) {
    try (AwsAccount account =
        AwsAccount.connect(AccountPlace.at(endpoint, StackName.NAME), execution, sleeper)) {
      AccountOptions.CommandAnswer answer = work.apply(account);
      Map<String, Object> tree = new LinkedHashMap<>(answer.tree());
      tree.put("says", answer.lines().get(0));
      return new ActionAnswer(status(answer.exitCode()), tree);
    } catch (CommandFailedException failure) {
      return ActionAnswer.of(status(failure.exitCode()), failure.getMessage());
    }
  }

  private static int status(int exitCode) {
    return switch (exitCode) {
      case 0 -> 200;
      case CommandFailedException.USAGE -> 400;
      case CommandFailedException.UNAVAILABLE -> 502;
      default -> 409;
    };
  }
}
