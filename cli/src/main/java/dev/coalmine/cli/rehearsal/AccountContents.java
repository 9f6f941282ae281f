package dev.coalmine.cli.rehearsal;

import java.util.List;
import java.util.Map;

/**
 * What an account of a rehearsal has beside Coalmine's stack.
 *
 * @param functions by their names
 * @param apis REST APIs by their ids
 * @param alarms inputs of PutMetricAlarm and PutCompositeAlarm, in the order of their creation
 * @param helpers names of functions that succeed and do nothing, such as hooks; with their
 *     qualifier, if they are called by one
 */
record AccountContents(
    Map<String, FunctionContents> functions,
    Map<String, ApiContents> apis,
    List<Map<String, Object>> alarms,
    List<String> helpers) {
  static final AccountContents NOTHING =
      new AccountContents(Map.of(), Map.of(), List.of(), List.of());

  /**
   * A function.
   *
   * @param versions published versions, in ascending order
   * @param aliases the version that each alias serves
   * @param runtime Lambda's identifier; empty for the usual one
   * @param tags by their keys
   */
  record FunctionContents(
      List<String> versions,
      Map<String, String> aliases,
      String runtime,
      Map<String, String> tags) {}

  /**
   * A REST API.
   *
   * @param name its ApiName in CloudWatch
   * @param methods its methods
   * @param deployments ids, in the order of their creation
   * @param stages by their names
   */
  record ApiContents(
      String name,
      List<MethodContents> methods,
      List<String> deployments,
      Map<String, StageContents> stages) {}

  /**
   * A method, and the function that its integration invokes.
   *
   * @param path such as {@code /orders/{id}}
   * @param method such as GET, or ANY
   * @param function its name
   * @param qualifier an alias or version, or a stage variable such as {@code
   *     ${stageVariables.lambdaAlias}}; empty for none
   */
  record MethodContents(String path, String method, String function, String qualifier) {}

  /**
   * A stage without a canary.
   *
   * @param deployment the id of the deployment that it serves
   * @param variables its variables
   */
  record StageContents(String deployment, Map<String, String> variables) {}

  /** Whether a function has an alias and a version. An empty version is any. */
  boolean has(String function, String alias, String version) {
    FunctionContents found = functions.get(function);
    return found != null
        && found.aliases().containsKey(alias)
        && (version.isEmpty() || found.versions().contains(version));
  }

  boolean hasAlarm(String name) {
    return alarms.stream().anyMatch(alarm -> name.equals(alarm.get("AlarmName")));
  }
}
