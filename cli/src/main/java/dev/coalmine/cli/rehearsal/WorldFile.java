package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.rehearsal.AccountContents.ApiContents;
import dev.coalmine.cli.rehearsal.AccountContents.FunctionContents;
import dev.coalmine.cli.rehearsal.AccountContents.MethodContents;
import dev.coalmine.cli.rehearsal.AccountContents.StageContents;
import dev.coalmine.cli.traffic.FileFields;
import dev.coalmine.embedded.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a world file: the functions, APIs and alarms of an account, the alarms as {@code aws
 * cloudwatch describe-alarms} prints them.
 */
final class WorldFile {
  private static final String ANY = "(?s).*";
  private static final String VERSION = "[1-9][0-9]{0,17}";
  private static final String ALIAS = "(?!^[0-9]+$)[A-Za-z0-9-_]{1,128}";
  private static final String ID = "[A-Za-z0-9]{1,64}";
  private static final String FUNCTION = "[A-Za-z0-9_-]{1,64}";

  /** What DescribeAlarms tells of an alarm beside what it was created with. */
  private static final Set<String> TOLD =
      Set.of(
          "AlarmArn",
          "AlarmConfigurationUpdatedTimestamp",
          "StateValue",
          "StateReason",
          "StateReasonData",
          "StateUpdatedTimestamp",
          "StateTransitionedTimestamp",
          "EvaluationState",
          "ActionsSuppressedBy",
          "ActionsSuppressedReason");

  private final List<String> faults = new ArrayList<>();

  private WorldFile() {}

  /**
   * Reads the text of a world file.
   *
   * @param source the file's name, for messages
   * @throws InvalidWorldException with all faults if it has any
   */
  static AccountContents parse(String source, String text) {
    WorldFile file = new WorldFile();
    AccountContents contents = AccountContents.NOTHING;
    try {
      contents = file.contents(Json.parse(text));
    } catch (IllegalArgumentException notJson) {
      file.faults.add(notJson.getMessage());
    }
    if (!file.faults.isEmpty()) {
      throw new InvalidWorldException("world " + source, file.faults);
    }
    return contents;
  }

  private AccountContents contents(Object tree) {
    FileFields root = FileFields.root(tree, faults);
    root.allowOnly("comment", "functions", "apis", "MetricAlarms", "CompositeAlarms");
    Map<String, FunctionContents> functions = new LinkedHashMap<>();
    FileFields named = root.fields("functions");
    named.forEachObject(
        (name, own) -> {
          named.require(name.matches(FUNCTION), name, "must be the plain name of a function");
          functions.put(name, function(own));
        });
    Map<String, ApiContents> apis = new LinkedHashMap<>();
    FileFields ids = root.fields("apis");
    ids.forEachObject(
        (id, own) -> {
          ids.require(id.matches(ID), id, "must be the id of a REST API, such as a1b2c3d4e5");
          apis.put(id, api(id, own, functions));
        });
    return new AccountContents(functions, apis, alarms(root), List.of());
  }

  private static FunctionContents function(FileFields own) {
    own.allowOnly("comment", "versions", "aliases", "runtime", "tags");
    List<String> versions =
        own.texts("versions", VERSION, "the number of a version, such as 8").stream()
            .distinct()
            .sorted(Comparator.comparing(Long::valueOf))
            .toList();
    own.require(
        own.has("versions") && !List.of().equals(own.values().get("versions")),
        "versions",
        "is missing or empty: list the published versions");
    Map<String, String> aliases =
        own.textFields("aliases", VERSION, "the number of the version that the alias serves");
    aliases.forEach(
        (alias, version) -> {
          own.fields("aliases")
              .require(alias.matches(ALIAS), alias, "must be the name of an alias, such as live");
          own.fields("aliases")
              .require(
                  versions.contains(version),
                  alias,
                  "serves version %s, which is not among the versions".formatted(version));
        });
    String runtime =
        own.text("runtime", "[a-z][a-z0-9.]*", "Lambda's name of a runtime, such as python3.13");
    return new FunctionContents(versions, aliases, runtime, own.textFields("tags", ANY, "a text"));
  }

  private static ApiContents api(
      String id, FileFields own, Map<String, FunctionContents> functions) {
    own.allowOnly("comment", "name", "methods", "deployments", "stages");
    List<MethodContents> methods =
        own.list("methods").stream().map(method -> method(method, functions)).toList();
    own.require(!methods.isEmpty(), "methods", "is missing: list at least one method");
    List<String> deployments =
        own.texts("deployments", ID, "the id of a deployment, such as x9y8z7");
    own.require(!deployments.isEmpty(), "deployments", "is missing: list at least one deployment");
    Map<String, StageContents> stages = new LinkedHashMap<>();
    own.fields("stages")
        .forEachObject((name, stage) -> stages.put(name, stage(stage, deployments)));
    String name = own.text("name", ANY, "a text");
    return new ApiContents(name.isEmpty() ? id : name, methods, deployments, stages);
  }

  private static MethodContents method(FileFields own, Map<String, FunctionContents> functions) {
    own.allowOnly("comment", "path", "method", "function", "qualifier");
    own.require(own.has("path"), "path", "is missing");
    own.require(own.has("function"), "function", "is missing");
    String method = own.text("method", "[A-Z]+", "a method of HTTP in capitals, or ANY");
    String function = own.text("function", FUNCTION, "the plain name of a function");
    own.require(
        function.isEmpty() || functions.containsKey(function),
        "function",
        "%s is not among the functions".formatted(function));
    return new MethodContents(
        own.text("path", "/.*", "a path that begins with /"),
        method.isEmpty() ? "ANY" : method,
        function,
        own.text("qualifier", "(\\$\\{stageVariables\\.\\w+}|[A-Za-z0-9-_])+", QUALIFIER));
  }

  private static final String QUALIFIER =
      "an alias, a version or a stage variable such as ${stageVariables.lambdaAlias}";

  private static StageContents stage(FileFields own, List<String> deployments) {
    own.allowOnly("comment", "deployment", "variables");
    own.require(own.has("deployment"), "deployment", "is missing");
    String deployment = own.text("deployment", ID, "the id of a deployment");
    own.require(
        deployment.isEmpty() || deployments.contains(deployment),
        "deployment",
        "%s is not among the deployments".formatted(deployment));
    return new StageContents(deployment, own.textFields("variables", ANY, "a text"));
  }

  private static List<Map<String, Object>> alarms(FileFields root) {
    return Stream.of("MetricAlarms", "CompositeAlarms")
        .flatMap(kind -> root.list(kind).stream())
        .map(WorldFile::alarm)
        .toList();
  }

  private static Map<String, Object> alarm(FileFields own) {
    own.require(own.has("AlarmName"), "AlarmName", "is missing");
    return alarmInput(own.values());
  }

  /** What an alarm is created with, of what DescribeAlarms tells. */
  static Map<String, Object> alarmInput(Map<?, ?> described) {
    Map<String, Object> input = new LinkedHashMap<>();
    described.forEach(
        (name, value) -> {
          if (!TOLD.contains(name) && value != null) {
            input.put(String.valueOf(name), value);
          }
        });
    return input;
  }
}
