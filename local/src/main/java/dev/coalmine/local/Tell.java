package dev.coalmine.local;

import dev.coalmine.local.remote.Account;
import dev.coalmine.local.remote.Failure;
import dev.coalmine.local.remote.Releases;
import dev.coalmine.local.remote.Sighting;
import dev.coalmine.local.remote.Telling;
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

/** Tells a running release something: seven commands that differ in a word. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 the release follows, 2 it can't, or something else overtook it,",
      "64 the command line is wrong or names no release, 69 AWS can't be reached or does not let us,",
      "70 Coalmine itself failed.",
      "",
      Remote.FOOTER
    })
final class Tell implements Callable<Integer> {
  private final dev.coalmine.release.Command command;

  @Parameters(
      paramLabel = "ID",
      description =
          "The release: its id, the name of its execution, or the execution's ARN. Of several the one"
              + " that runs is meant.")
  private String id;

  @Mixin private Remote remote;
  @Mixin private Sayer sayer;

  private Tell(dev.coalmine.release.Command command) {
    this.command = command;
  }

  /** What people can tell a release: the word, and what it does. */
  private static final Map<String, String> WORDS = explained();

  private static Map<String, String> explained() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("approve", "Allows the weight that a release asks for.");
    words.put("reject", "Does not allow it: everything goes back.");
    words.put("pause", "Keeps a release at its weight, with the gate on.");
    words.put("resume", "Lets a paused release go on.");
    words.put("skip", "Ends the bake, or the watch, that is under way.");
    words.put("promote", "Gives the canary everything now.");
    words.put("rollback", "Gives the baseline everything back now.");
    return words;
  }

  /** The command that a word means, if it is one. */
  static Optional<dev.coalmine.release.Command> command(String word) {
    return Optional.of(word)
        .filter(WORDS::containsKey)
        .map(
            known ->
                known.equals("rollback")
                    ? dev.coalmine.release.Command.ROLL_BACK
                    : dev.coalmine.release.Command.valueOf(
                        known.toUpperCase(java.util.Locale.ROOT)));
  }

  /** The words, for a message. */
  static String all() {
    return String.join(", ", words());
  }

  /** The words. */
  static Set<String> words() {
    return WORDS.keySet();
  }

  /** Gives a command line all of them. */
  static void addTo(CommandLine line, IFactory factory) {
    WORDS.forEach(
        (word, does) -> {
          CommandLine one = new CommandLine(new Tell(command(word).orElseThrow()), factory);
          one.getCommandSpec().usageMessage().header(does);
          line.addSubcommand(word, one);
        });
  }

  @Override
  public Integer call() {
    return remote.answer(id, this::tell);
  }

  private Remote.Answer tell(Account account) {
    Sighting release = new Releases(account).find(id);
    return tell(account, release, command, sayer.by(), sayer.why());
  }

  /** Tells a release something, and says what came of it. */
  static Remote.Answer tell(
      Account account,
      Sighting release,
      dev.coalmine.release.Command command,
      String by,
      String why) {
    Telling.Heard heard = new Telling(account, command, by, why).tell(release);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", release.id());
    tree.put("execution", release.arn());
    tree.put("command", command.name());
    tree.put("followed", heard.followed());
    heard.document().map(Release::weight).ifPresent(weight -> tree.put("weight", weight.percent()));
    heard
        .document()
        .map(Release::decision)
        .ifPresent(decision -> tree.put("decision", decision.name()));
    String says =
        heard
            .document()
            .map(Release::reason)
            .orElse("told to %s; it has not answered yet, see status".formatted(command.words()));
    tree.put("reason", says);
    return new Remote.Answer(
        heard.followed() ? 0 : Failure.REFUSED, List.of(release.id() + ": " + says), tree);
  }
}
