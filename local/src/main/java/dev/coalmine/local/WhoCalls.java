package dev.coalmine.local;

import dev.coalmine.local.aws.ApiRoute;
import dev.coalmine.local.aws.ApiStage;
import dev.coalmine.local.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom the callers of a rehearsal ask: what its release moves. Functions behind a stage are asked
 * by the stage alone.
 *
 * @param stages of APIs
 * @param aliases of functions
 */
record WhoCalls(List<Stage> stages, List<Alias> aliases) {
  private static final Alias FIRST = new Alias(Scene.FUNCTION, Scene.ALIAS);

  /** A stage of an API, by the API's id. */
  record Stage(String restApi, String stage) {}

  /** An alias of a function, by its bare name. */
  record Alias(String function, String alias) {}

  /** What a request to release names; {@code orders:live} where nothing can be read from it. */
  static WhoCalls of(String event) {
    List<Map<?, ?>> targets = targets(event);
    List<Stage> stages =
        targets.stream()
            .filter(target -> target.get("restApi") instanceof String)
            .map(target -> new Stage(text(target, "restApi", ""), text(target, "stage", "")))
            .distinct()
            .toList();
    List<Alias> aliases =
        targets.stream()
            .filter(target -> target.get("function") instanceof String)
            .map(WhoCalls::alias)
            .distinct()
            .toList();
    return stages.isEmpty() && aliases.isEmpty()
        ? new WhoCalls(List.of(), List.of(FIRST))
        : new WhoCalls(stages, aliases);
  }

  /** All that there is in the world of a rehearsal, for releases that are not known yet. */
  static WhoCalls everything() {
    return new WhoCalls(
        List.of(new Stage(Scene.API, Scene.STAGE)),
        Stream.of(Scene.FUNCTION, Scene.BILLING, Scene.MAIL)
            .map(function -> new Alias(function, Scene.ALIAS))
            .toList());
  }

  private static List<Map<?, ?>> targets(String event) {
    List<Map<?, ?>> targets = new ArrayList<>();
    if (Door.of(event).request() instanceof Map<?, ?> request) {
      targets.add(request); // the short form
      if (request.get("targets") instanceof List<?> list) {
        list.stream()
            .filter(Map.class::isInstance)
            .forEach(target -> targets.add((Map<?, ?>) target));
      }
    }
    return targets;
  }

  /** A function is named by its name or its ARN. */
  private static Alias alias(Map<?, ?> target) {
    String function = text(target, "function", "").replaceFirst("^.*:function:", "");
    return new Alias(function.replaceFirst(":.*", ""), text(target, "alias", Scene.ALIAS));
  }

  private static String text(Map<?, ?> target, String name, String otherwise) {
    return target.get(name) instanceof String text ? text : otherwise;
  }

  /** Lets them call from now on. */
  void in(World world, Traffic traffic, long seed) {
    for (Stage each : stages) {
      world.callStage(
          traffic, each.restApi(), each.stage(), mixed(seed, each.restApi() + "/" + each.stage()));
    }
    Set<String> behind = behind(world);
    for (Alias each : aliases) {
      if (!behind.contains(each.function())) {
        long own = each.equals(FIRST) ? seed : mixed(seed, each.function() + ":" + each.alias());
        world.call(traffic, each.function(), each.alias(), own);
      }
    }
  }

  /** The functions that the stages ask. */
  private Set<String> behind(World world) {
    return stages.stream()
        .map(each -> world.apiGateway().stage(each.restApi(), each.stage()))
        .flatMap(Optional::stream)
        .map(ApiStage::production)
        .flatMap(side -> side.backends().stream())
        .map(ApiRoute.Backend::function)
        .collect(Collectors.toSet());
  }

  /** Each has draws of its own, so that one more does not change another's. */
  private static long mixed(long seed, String name) {
    return seed ^ (name.hashCode() * 0xD1B54A32D192ED03L);
  }
}
