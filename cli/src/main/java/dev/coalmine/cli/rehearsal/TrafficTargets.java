package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.apigateway.ApiRoute;
import dev.coalmine.embedded.apigateway.StageTrafficSplit;
import dev.coalmine.text.JsonView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The aliases and stages that get traffic in a rehearsal. Functions behind such a stage get theirs
 * through the stage alone.
 *
 * @param stages of APIs
 * @param aliases of functions
 */
public record TrafficTargets(List<CalledStage> stages, List<CalledAlias> aliases) {
  private static final CalledAlias FIRST =
      new CalledAlias(SampleAccount.FUNCTION, SampleAccount.ALIAS);

  /** A stage of an API, by the API's id. */
  record CalledStage(String restApi, String stage) {}

  /** An alias of a function, by the function's name. */
  record CalledAlias(String function, String alias) {}

  /** The targets of an event; {@code orders:live} if it names none. */
  public static TrafficTargets readFrom(String event) {
    List<JsonView> targets = targets(event);
    List<CalledStage> stages =
        targets.stream()
            .filter(target -> target.text("restApi").isPresent())
            .map(target -> new CalledStage(target.text("restApi", ""), target.text("stage", "")))
            .distinct()
            .toList();
    List<CalledAlias> aliases =
        targets.stream()
            .filter(target -> target.text("function").isPresent())
            .map(TrafficTargets::alias)
            .distinct()
            .toList();
    return stages.isEmpty() && aliases.isEmpty()
        ? new TrafficTargets(List.of(), List.of(FIRST))
        : new TrafficTargets(stages, aliases);
  }

  /** All targets of the sample account, for releases that are not known yet. */
  public static TrafficTargets all() {
    return new TrafficTargets(
        List.of(new CalledStage(SampleAccount.API, SampleAccount.STAGE)),
        Stream.of(SampleAccount.FUNCTION, SampleAccount.BILLING, SampleAccount.MAIL)
            .map(function -> new CalledAlias(function, SampleAccount.ALIAS))
            .toList());
  }

  /** The request itself, which is a target in its short form, and its list of targets. */
  private static List<JsonView> targets(String event) {
    JsonView request = JsonView.of(Trigger.parse(event).request());
    return Stream.concat(Stream.of(request), request.list("targets").stream()).toList();
  }

  /** The request names a function by its name or its ARN. */
  private static CalledAlias alias(JsonView target) {
    String function = target.text("function", "").replaceFirst("^.*:function:", "");
    return new CalledAlias(
        function.replaceFirst(":.*", ""), target.text("alias", SampleAccount.ALIAS));
  }

  /** Starts the traffic. */
  public void startTraffic(SimulatedAccount world, TrafficProfile traffic, long seed) {
    for (CalledStage each : stages) {
      world.addStageTraffic(
          traffic,
          each.restApi(),
          each.stage(),
          seedFor(seed, each.restApi() + "/" + each.stage()));
    }
    Set<String> behind = functionsBehindStages(world);
    for (CalledAlias each : aliases) {
      if (!behind.contains(each.function())) {
        long own = each.equals(FIRST) ? seed : seedFor(seed, each.function() + ":" + each.alias());
        world.addTraffic(traffic, each.function(), each.alias(), own);
      }
    }
  }

  /** The functions that the stages call. */
  private Set<String> functionsBehindStages(SimulatedAccount world) {
    return stages.stream()
        .map(each -> world.apiGateway().stage(each.restApi(), each.stage()))
        .flatMap(Optional::stream)
        .map(StageTrafficSplit::production)
        .flatMap(side -> side.backends().stream())
        .map(ApiRoute.LambdaBackend::function)
        .collect(Collectors.toSet());
  }

  /** Each target has a random sequence of its own, so that another target does not change it. */
  private static long seedFor(long seed, String name) {
    return seed ^ (name.hashCode() * 0xD1B54A32D192ED03L);
  }
}
