package dev.coalmine.cli;

import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.account.FunctionSurvey;
import dev.coalmine.cli.account.FunctionSurvey.SurveyedFunction;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.Quote;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    if (function.isEmpty() || world.isPresent()) {
      throw CommandFailedException.usage(
          "--offline needs --function, and cannot know what --world would have");
    }
    return answer(
        request(function.get(), alias.orElse(USUAL_ALIAS), alarms), List.of(), Optional.empty());
  }

  private AccountOptions.CommandAnswer inAccount(AwsAccount account) {
    SurveyedFunction found = new FunctionSurvey(account).read(function);
    String moved = alias(found);
    List<String> named = alarms.isEmpty() ? found.alarmNames() : alarms;
    List<String> lines = new ArrayList<>();
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
    String wanted = alias.orElse(aliases.containsKey(USUAL_ALIAS) ? USUAL_ALIAS : only);
    if (!aliases.containsKey(wanted)) {
      throw CommandFailedException.usage(
          "%s has no alias %s: name one of %s with --alias"
              .formatted(found.name(), Quote.name(wanted), String.join(", ", aliases.keySet())));
    }
    return wanted;
  }

  private static Map<String, Object> request(String function, String alias, List<String> alarms) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("function", function);
    request.put("alias", alias);
    if (!alarms.isEmpty()) {
      request.put(
          "gate", Map.of("alarms", alarms.subList(0, Math.min(MOST_ALARMS, alarms.size()))));
    }
    return request;
  }

  private AccountOptions.CommandAnswer answer(
      Map<String, Object> request, List<String> findings, Optional<SurveyedFunction> found) {
    String text = Json.toText(request);
    if (out.equals("-")) {
      return AccountOptions.CommandAnswer.of(List.of(text), request);
    }
    write(out, text);
    world.ifPresent(file -> write(file, Json.toText(world(found.orElseThrow()))));
    List<String> lines = new ArrayList<>(findings);
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
    function.put("aliases", found.aliases());
    if (!found.runtime().isEmpty()) {
      function.put("runtime", found.runtime());
    }
    Map<String, Object> world = new LinkedHashMap<>();
    world.put("functions", Map.of(found.name(), function));
    world.put("MetricAlarms", found.metricAlarms());
    world.put("CompositeAlarms", found.compositeAlarms());
    return world;
  }

  private void write(String file, String text) {
    try {
      Files.writeString(
          Path.of(file),
          text + "\n",
          StandardOpenOption.WRITE,
          force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (FileAlreadyExistsException exists) {
      throw CommandFailedException.refused(
          "%s exists already: name another file with --out, or give --force".formatted(file));
    } catch (IOException e) {
      throw CommandFailedException.usage(
          "%s can't be written: %s".formatted(file, FileErrorText.describe(e)));
    }
  }
}
