package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.rehearsal.AccountContents.ApiContents;
import dev.coalmine.cli.rehearsal.AccountContents.FunctionContents;
import dev.coalmine.cli.rehearsal.AccountContents.MethodContents;
import dev.coalmine.cli.rehearsal.AccountContents.StageContents;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.StageTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes up what a request needs and an account does not have: the version before the canary, an API
 * with one method, alarms on the canary's errors.
 */
final class ContentsFromRequest {
  private static final String PATH = "/{proxy+}";
  private static final String BEFORE = "before";

  private final RequestedTargets request;
  private final AccountContents given;
  private final Map<String, FunctionSketch> sketches = new LinkedHashMap<>();

  private ContentsFromRequest(RequestedTargets request, AccountContents given) {
    this.request = request;
    this.given = given;
  }

  /**
   * What is to be added to an account.
   *
   * @param request names at least one target
   * @param given what the account has; a function or API in it stays as it is
   */
  static AccountContents of(RequestedTargets request, AccountContents given) {
    return new ContentsFromRequest(request, given).contents();
  }

  private AccountContents contents() {
    for (AliasTarget each : request.aliases()) {
      sketch(each.functionName()).addTarget(each.alias(), each.version());
    }
    Map<String, ApiContents> apis = apis();
    Map<String, FunctionContents> functions = new LinkedHashMap<>();
    sketches.keySet().removeAll(given.functions().keySet());
    sketches.forEach((name, sketch) -> functions.put(name, sketch.contents()));
    return new AccountContents(functions, apis, alarms(functions, apis), helpers());
  }

  private FunctionSketch sketch(String function) {
    return sketches.computeIfAbsent(function, name -> new FunctionSketch());
  }

  private List<String> helpers() {
    return request.helpers().stream()
        .filter(name -> !sketches.containsKey(name))
        .filter(name -> !given.functions().containsKey(name.replaceFirst(":.*$", "")))
        .toList();
  }

  private Map<String, ApiContents> apis() {
    Map<String, ApiContents> made = new LinkedHashMap<>();
    for (StageTarget stage : request.stages()) {
      if (!given.apis().containsKey(stage.restApi())) {
        made.merge(stage.restApi(), api(stage), ContentsFromRequest::withStagesOf);
      }
    }
    return made;
  }

  private static ApiContents withStagesOf(ApiContents one, ApiContents other) {
    List<String> deployments = new ArrayList<>(one.deployments());
    other.deployments().stream().filter(id -> !deployments.contains(id)).forEach(deployments::add);
    Map<String, StageContents> stages = new LinkedHashMap<>(one.stages());
    stages.putAll(other.stages());
    return new ApiContents(one.name(), one.methods(), deployments, stages);
  }

  /** The first variable that can be one names the alias, or the version, that the stage calls. */
  private ApiContents api(StageTarget stage) {
    String function = functionBehind(stage);
    Map<String, String> variables = new TreeMap<>();
    stage.variables().keySet().forEach(name -> variables.put(name, BEFORE));
    Optional<String> names =
        variables.keySet().stream()
            .filter(name -> stage.variables().get(name).matches("[A-Za-z0-9-_]{1,128}"))
            .findFirst();
    names.ifPresent(
        name -> variables.put(name, callInstead(function, stage.variables().get(name))));
    if (names.isEmpty()) {
      sketch(function).addTarget(alias(), "");
    }
    List<String> deployments = new ArrayList<>(List.of(BEFORE));
    if (!stage.deployment().isEmpty()) {
      deployments.add(stage.deployment());
    }
    String qualifier = names.map("${stageVariables.%s}"::formatted).orElse(alias());
    return new ApiContents(
        stage.restApi(),
        List.of(new MethodContents(PATH, "ANY", function, qualifier)),
        deployments,
        Map.of(stage.stage(), new StageContents(BEFORE, variables)));
  }

  private String functionBehind(StageTarget stage) {
    return request.aliases().isEmpty()
        ? stage.restApi() + "-handler"
        : request.aliases().get(0).functionName();
  }

  private String alias() {
    return request.aliases().isEmpty() ? SampleAccount.ALIAS : request.aliases().get(0).alias();
  }

  /**
   * What a stage calls, in place of what its canary calls.
   *
   * @param canary an alias, which serves the newest version, or a version
   */
  private String callInstead(String function, String canary) {
    if (canary.matches("[1-9][0-9]{0,17}")) {
      sketch(function).addVersion(canary);
      return FunctionSketch.before(canary);
    }
    String before = canary.equals(alias()) ? BEFORE : alias();
    sketch(function).addTarget(before, "");
    sketch(function).addServing(canary);
    return before;
  }

  private List<Map<String, Object>> alarms(
      Map<String, FunctionContents> functions, Map<String, ApiContents> apis) {
    return request.alarms().stream()
        .filter(name -> !given.hasAlarm(name))
        .map(name -> alarm(name, functions, apis))
        .toList();
  }

  private Map<String, Object> alarm(
      String name, Map<String, FunctionContents> functions, Map<String, ApiContents> apis) {
    if (request.aliases().isEmpty()) {
      StageTarget stage = request.stages().get(0);
      ApiContents made = apis.get(stage.restApi());
      ApiContents api = made == null ? given.apis().get(stage.restApi()) : made;
      return SampleAlarms.onStage(name, api.name(), stage.stage());
    }
    AliasTarget first = request.aliases().get(0);
    FunctionContents made = functions.get(first.functionName());
    List<String> versions =
        (made == null ? given.functions().get(first.functionName()) : made).versions();
    String newest = versions.get(versions.size() - 1);
    return SampleAlarms.onVersion(
        name,
        first.functionName(),
        first.alias(),
        first.version().isEmpty() ? newest : first.version());
  }
}
