package dev.coalmine.cli;

import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.account.CommandSender;
import dev.coalmine.cli.account.ReleaseFinder;
import dev.coalmine.cli.account.ReleaseStatus;
import dev.coalmine.release.Release;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends a running release a command: seven subcommands that differ in their word. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 the release follows the command, 2 the command does not apply or the release"
          + " changed first, 64 invalid command line or unknown release, 69 AWS is unreachable or"
          + " denies access, 70 internal error.",
      "",
      AccountOptions.FOOTER
    })
final class SteerCommand implements Callable<Integer> {
  private final dev.coalmine.request.SteeringCommand command;

  @Parameters(
      paramLabel = "ID",
      description =
          "The release: its id, or the name or ARN of its execution. Of several releases with this"
              + " id, the running one.")
  private String id;

  @Mixin private AccountOptions options;
  @Mixin private ActorOptions actor;

  private SteerCommand(dev.coalmine.request.SteeringCommand command) {
    this.command = command;
  }

  /** The commands by their words, with a description of each. */
  private static final Map<String, String> WORDS = descriptions();

  private static Map<String, String> descriptions() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("approve", "Approve the weight or promotion for which a release awaits approval.");
    words.put("reject", "Reject the weight or promotion, and roll back the release.");
    words.put("pause", "Pause a release at its weight, with the gate on.");
    words.put("resume", "Resume a paused release.");
    words.put("skip", "End the current bake or watch now.");
    words.put("promote", "Send all traffic to the canary now.");
    words.put("rollback", "Send all traffic back to the baseline now.");
    return words;
  }

  static Optional<dev.coalmine.request.SteeringCommand> commandFor(String word) {
    return Optional.of(word)
        .filter(WORDS::containsKey)
        .map(
            known ->
                known.equals("rollback")
                    ? dev.coalmine.request.SteeringCommand.ROLL_BACK
                    : dev.coalmine.request.SteeringCommand.valueOf(
                        known.toUpperCase(java.util.Locale.ROOT)));
  }

  /** The words, separated by commas. */
  static String allWords() {
    return String.join(", ", words());
  }

  static Set<String> words() {
    return WORDS.keySet();
  }

  /** Adds a subcommand for each word. */
  static void addTo(CommandLine line, IFactory factory) {
    WORDS.forEach(
        (word, does) -> {
          CommandLine one =
              new CommandLine(new SteerCommand(commandFor(word).orElseThrow()), factory);
          one.getCommandSpec().usageMessage().header(does);
          line.addSubcommand(word, one);
        });
  }

  @Override
  public Integer call() {
    return options.run(id, this::steer);
  }

  private AccountOptions.CommandAnswer steer(AwsAccount account) {
    ReleaseStatus release = new ReleaseFinder(account).find(id);
    return steer(account, release, command, actor.actor(), actor.reason());
  }

  /** Sends a release a command and returns its answer. */
  static AccountOptions.CommandAnswer steer(
      AwsAccount account,
      ReleaseStatus release,
      dev.coalmine.request.SteeringCommand command,
      String by,
      String why) {
    CommandSender.CommandResult result =
        new CommandSender(account, command, by, why).sendAndWait(release);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", release.id());
    tree.put("execution", release.arn());
    tree.put("command", command.name());
    tree.put("followed", result.followed());
    result
        .document()
        .map(Release::weight)
        .ifPresent(weight -> tree.put("weight", weight.percent()));
    result
        .document()
        .map(Release::decision)
        .ifPresent(decision -> tree.put("decision", decision.name()));
    String message =
        result
            .document()
            .map(Release::reason)
            .orElse(
                "command %s sent, but the release has not answered yet: see coalmine status"
                    .formatted(command.toText()));
    tree.put("reason", message);
    return new AccountOptions.CommandAnswer(
        result.followed() ? 0 : CommandFailedException.REFUSED,
        List.of(release.id() + ": " + message),
        tree);
  }
}
