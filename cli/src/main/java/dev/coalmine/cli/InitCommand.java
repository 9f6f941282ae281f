package dev.coalmine.cli;

import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.account.FunctionSurvey;
import dev.coalmine.cli.account.FunctionSurvey.SurveyedFunction;
import dev.coalmine.cli.rehearsal.PlayableAlarms;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.Quote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a first request, for what an account has or for what is given. */
@Command(
    name = "init",
    header = "Write a first release request, by what is in the account.",
    description = {
      "%nReads the function's aliases, versions and alarms, and changes nothing in the account."
          + " Then rehearse the request, look at a dry run, and start it.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      AccountOptions.STATUSES,
      "Example: coalmine init --function checkout --world world.json",
      "",
      AccountOptions.FOOTER
    })
final class InitCommand implements Callable<Integer> {
  private static final String USUAL_ALIAS = "live";

  /** What composite alarms have, and metric alarms have not. */
  private static final String RULE = "AlarmRule";

  /** The most that a request may name. */
  private static final int MOST_ALARMS = 100;

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description = "The function (default: the only one in the account).")
  private Optional<String> function;

  @Option(
      names = "--alias",
      paramLabel = "NAME",
      description = "The alias to move (default: live, else the only one).")
  private Optional<String> alias;

  @Option(
      names = "--alarm",
      paramLabel = "NAME",
      description =
          "An alarm of the gate; can be given several times (default: all alarms on the function's"
              + " metrics).")
  private List<String> alarms = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      defaultValue = "request.json",
      description = "File of the request; - is standard output (default: ${DEFAULT-VALUE}).")
  private String out;

  @Option(
      names = "--world",
      paramLabel = "FILE.json",
      description =
          "Also writes what was found, for rehearse --world: versions, aliases, definitions of"
              + " alarms (default: none).")
  private Optional<String> world;

  @Option(names = "--force", description = "Replaces files that exist.")
  private boolean force;

  @Option(
      names = "--offline",
      description = "Asks no account: writes what the options say; needs --function.")
  private boolean offline;

  @Mixin private AccountOptions options;

  @Override
  public Integer call() {
    return offline ? options.runOffline(this::withoutAccount) : options.run("", this::inAccount);
  }

  private AccountOptions.CommandAnswer withoutAccount() {
    requireFiles();
    if (function.isEmpty() || world.isPresent()) {
      throw CommandFailedException.usage(
          "--offline needs --function, and cannot know what --world would have");
    }
    return answer(
        request(function.get(), alias.orElse(USUAL_ALIAS), alarms), List.of(), Optional.empty());
  }

  /** Checks the files before AWS is asked. */
  private void requireFiles() {
    if (world.filter(out::equals).isPresent()) {
      throw CommandFailedException.usage(
          "--out and --world are the same file, %s: name another one".formatted(out));
    }
    requireFile("--out", out);
    world
        .filter(OutputFiles::isStandardOutput)
        .ifPresent(
            file -> {
              throw CommandFailedException.usage("--world must be a file, not standard output");
            });
    world.ifPresent(file -> requireFile("--world", file));
  }

  private void requireFile(String option, String file) {
    if (OutputFiles.isStandardOutput(file)) {
      return;
    }
    if (force) {
      OutputFiles.requireFolder(option, file);
    } else {
      OutputFiles.requireNew(option, file);
    }
  }

  private AccountOptions.CommandAnswer inAccount(AwsAccount account) {
    requireFiles();
    SurveyedFunction found = new FunctionSurvey(account).read(function.map(InitCommand::name));
    String moved = alias(found);
    List<String> named = alarms.isEmpty() ? found.alarmNames() : alarms;
    List<String> lines = new ArrayList<>();
    if (named.size() > MOST_ALARMS) {
      throw CommandFailedException.refused(
          "%,d alarms watch %s, and a request may name %d: choose some with --alarm"
              .formatted(named.size(), found.name(), MOST_ALARMS));
    }
    String newest = found.versions().get(found.versions().size() - 1);
    String serving = found.aliases().get(moved);
    lines.add(
        newest.equals(serving)
            ? "%s:%s serves version %s, the newest: publish another one to release it"
                .formatted(found.name(), moved, serving)
            : "%s:%s serves version %s; the newest is %s"
                .formatted(found.name(), moved, serving, newest));
    lines.add(
        named.isEmpty()
            ? "no alarm watches its metrics; the gate compares errors and latency"
            : "alarms: " + String.join(", ", named));
    return answer(request(found.name(), moved, named), lines, Optional.of(found));
  }

  /** The name in an ARN of a function, such as the console shows; a plain name as it is. */
  private static String name(String given) {
    return given
        .replaceFirst("^(arn:.*:function|[0-9]{12}:function):", "")
        .replaceFirst(":.*$", "");
  }

  /** The alias that is named by itself, or at the end of the function's name or ARN. */
  private Optional<String> namedAlias() {
    return alias.or(
        () ->
            function
                .map(given -> given.replaceFirst("^(arn:.*:function|[0-9]{12}:function):", ""))
                .filter(given -> given.contains(":"))
                .map(given -> given.substring(given.indexOf(':') + 1)));
  }

  private String alias(SurveyedFunction found) {
    Map<String, String> aliases = found.aliases();
    if (found.versions().isEmpty() || aliases.isEmpty()) {
      throw CommandFailedException.refused(
          ("%s has no %s: a release moves an alias from one published version to another; aws"
                  + " lambda publish-version --function-name %s, then aws lambda create-alias"
                  + " --function-name %s --name live --function-version VERSION")
              .formatted(
                  found.name(),
                  found.versions().isEmpty() ? "published version" : "alias",
                  found.name(),
                  found.name()));
    }
    String only = aliases.size() == 1 ? aliases.keySet().iterator().next() : USUAL_ALIAS;
    String wanted = namedAlias().orElse(aliases.containsKey(USUAL_ALIAS) ? USUAL_ALIAS : only);
    if (!aliases.containsKey(wanted)) {
      throw CommandFailedException.usage(
          "%s has no alias %s: name one of %s with --alias"
              .formatted(found.name(), Quote.name(wanted), String.join(", ", aliases.keySet())));
    }
    if (aliases.get(wanted).equals(FunctionSurvey.LATEST)) {
      throw CommandFailedException.refused(
          "%s:%s serves $LATEST: point it to a published version first, such as %s"
              .formatted(found.name(), wanted, found.versions().get(found.versions().size() - 1)));
    }
    return wanted;
  }

  private static Map<String, Object> request(String function, String alias, List<String> alarms) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("function", function);
    request.put("alias", alias);
    if (!alarms.isEmpty()) {
      request.put("gate", Map.of("alarms", alarms));
    }
    return request;
  }

  private AccountOptions.CommandAnswer answer(
      Map<String, Object> request, List<String> findings, Optional<SurveyedFunction> found) {
    String text = Json.toText(request);
    world.ifPresent(file -> write("world", file, world(found.orElseThrow())));
    if (OutputFiles.isStandardOutput(out)) {
      return AccountOptions.CommandAnswer.of(List.of(text), request);
    }
    write("request", out, request);
    List<String> lines = new ArrayList<>(findings);
    found.filter(one -> world.isPresent()).ifPresent(one -> lines.addAll(leftOut(one)));
    lines.add("wrote " + out + world.map(file -> " and " + file).orElse("") + ": " + text);
    lines.add(
        "try it: coalmine rehearse " + out + world.map(file -> " --world " + file).orElse(""));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("file", out);
    world.ifPresent(file -> tree.put("world", file));
    tree.put("request", request);
    return AccountOptions.CommandAnswer.of(lines, tree);
  }

  private static Map<String, Object> world(SurveyedFunction found) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("versions", found.versions());
    Map<String, String> aliases = new TreeMap<>(found.aliases());
    aliases.values().removeIf(FunctionSurvey.LATEST::equals);
    function.put("aliases", aliases);
    if (!found.runtime().isEmpty()) {
      function.put("runtime", found.runtime());
    }
    Map<String, Object> world = new LinkedHashMap<>();
    world.put("functions", Map.of(found.name(), function));
    List<Map<String, Object>> alarms = playable(found).alarms();
    world.put("MetricAlarms", alarms.stream().filter(one -> !one.containsKey(RULE)).toList());
    world.put("CompositeAlarms", alarms.stream().filter(one -> one.containsKey(RULE)).toList());
    return world;
  }

  private static PlayableAlarms playable(SurveyedFunction found) {
    List<Map<String, Object>> all = new ArrayList<>(found.metricAlarms());
    all.addAll(found.namedAlarms());
    all.addAll(found.compositeAlarms());
    return PlayableAlarms.of(all);
  }

  /** What the account has and the world file has not, because no rehearsal can play it. */
  private static List<String> leftOut(SurveyedFunction found) {
    List<String> lines = new ArrayList<>();
    found
        .aliases()
        .forEach(
            (alias, version) -> {
              if (version.equals(FunctionSurvey.LATEST)) {
                lines.add("left out of the world: alias %s, which serves $LATEST".formatted(alias));
              }
            });
    playable(found)
        .leftOut()
        .forEach(
            (name, why) -> lines.add("left out of the world: alarm %s, %s".formatted(name, why)));
    return lines;
  }

  private static void write(String what, String file, Map<String, Object> tree) {
    OutputFiles.write(what, file, Json.toText(tree) + "\n");
  }
}
