package dev.coalmine.cli.rehearsal;

import dev.coalmine.request.Hooks;
import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.StageTarget;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an event needs in the account. A request with faults needs nothing: it is refused before
 * anything is looked for.
 *
 * @param aliases its targets of that kind
 * @param stages its targets of that kind
 * @param alarms names
 * @param helpers functions that it calls: hooks and the sender of probes, by name, with their
 *     qualifier if they have one
 */
record RequestedTargets(
    List<AliasTarget> aliases,
    List<StageTarget> stages,
    List<String> alarms,
    List<String> helpers) {

  static RequestedTargets of(String event) {
    RequestReader.ParsedRequest read = RequestReader.read(Trigger.parse(event).request());
    return read.faults().isEmpty()
        ? of(read.request())
        : new RequestedTargets(List.of(), List.of(), List.of(), List.of());
  }

  private static RequestedTargets of(Request request) {
    return new RequestedTargets(
        only(AliasTarget.class, request),
        only(StageTarget.class, request),
        request.alarms(),
        Stream.concat(
                Hooks.NAMES.stream().map(request.settings().hooks()::function),
                Stream.of(request.settings().probe().function()))
            .filter(function -> !function.isEmpty())
            .map(function -> function.replaceFirst("^.*:function:", ""))
            .distinct()
            .toList());
  }

  private static <T> List<T> only(Class<T> kind, Request request) {
    return request.targets().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Whether it names a target. */
  boolean isEmpty() {
    return aliases.isEmpty() && stages.isEmpty();
  }

  /** Whether an account has all of it. */
  boolean isIn(AccountContents account) {
    return aliases.stream()
            .allMatch(each -> account.has(each.functionName(), each.alias(), each.version()))
        && stages.stream().allMatch(each -> isIn(account, each))
        && alarms.stream().allMatch(account::hasAlarm)
        && helpers.stream().allMatch(account.helpers()::contains);
  }

  private static boolean isIn(AccountContents account, StageTarget stage) {
    AccountContents.ApiContents api = account.apis().get(stage.restApi());
    return api != null
        && api.stages().containsKey(stage.stage())
        && (stage.deployment().isEmpty() || api.deployments().contains(stage.deployment()));
  }
}
