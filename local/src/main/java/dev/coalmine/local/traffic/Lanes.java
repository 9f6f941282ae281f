package dev.coalmine.local.traffic;

import dev.coalmine.local.aws.AliasRouting;
import dev.coalmine.local.aws.ApiRoute;
import dev.coalmine.local.aws.ApiStage;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All ways that requests go at one moment, each with its share of them.
 *
 * @param shares from above 0 to 1, together 1; none while there is nobody to call
 * @param baseline what a release that begins now replaces
 */
public record Lanes(Map<Lane, Double> shares, Baseline baseline) {
  /** Nobody is there to be called. */
  public static final Lanes NONE = new Lanes(Map.of(), new Baseline(Set.of(), ""));

  /** Copies the shares in their order. */
  public Lanes {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
  }

  /** Of callers who ask an alias: Lambda shares them out by its weights. */
  public static Lanes ofAlias(String function, String alias, AliasRouting routing) {
    Collector lanes = new Collector();
    lanes.split(new ApiRoute.Backend(function, alias), Lane.Side.NONE, routing, 1);
    return lanes.over("");
  }

  /**
   * Of callers of a stage: it gives its canary the share that it has, each side asks its backends
   * evenly, and Lambda shares out what comes to an alias by its weights.
   *
   * @param routing who serves a backend; nothing when it can't be invoked
   */
  public static Lanes ofStage(
      ApiStage stage, Function<ApiRoute.Backend, Optional<AliasRouting>> routing) {
    Collector lanes = new Collector();
    boolean alike = stage.canary().backends().equals(stage.production().backends());
    double canary = stage.canaryPercent() / 100;
    lanes.ask(
        stage.production(),
        new Lane.Side(stage.apiName(), stage.production().deployment(), false, true),
        routing,
        1 - canary);
    lanes.ask(
        stage.canary(),
        new Lane.Side(stage.apiName(), stage.canary().deployment(), true, alike),
        routing,
        canary);
    return lanes.over(stage.production().deployment());
  }

  boolean isEmpty() {
    return shares.isEmpty();
  }

  /** Whether any request meets something else than what the baseline has. */
  boolean hasOtherThan(Baseline usual) {
    return !shares.keySet().stream().allMatch(usual::serves);
  }

  /** Shares of all lanes, and what is primary in production. */
  private static final class Collector {
    private final Map<Lane, Double> shares = new LinkedHashMap<>();
    private final Set<Baseline.Version> primaries = new HashSet<>();

    private void ask(
        ApiStage.Side asked,
        Lane.Side side,
        Function<ApiRoute.Backend, Optional<AliasRouting>> routing,
        double share) {
      List<ApiRoute.Backend> backends = asked.backends();
      if (backends.isEmpty()) {
        add(new Lane("", "", "", side), share);
      }
      for (ApiRoute.Backend backend : backends) {
        double part = share / backends.size();
        Optional<AliasRouting> found = routing.apply(backend);
        found.ifPresent(serving -> split(backend, side, serving, part));
        if (found.isEmpty()) {
          miss(backend, side, part);
        }
      }
    }

    /** The primary version comes last and gets what the weights leave over. */
    private void split(
        ApiRoute.Backend backend, Lane.Side side, AliasRouting routing, double share) {
      String alias = backend.qualifier().matches("[0-9]*") ? "" : backend.qualifier();
      double left = 1;
      for (Map.Entry<String, Double> weight : new TreeMap<>(routing.weights()).entrySet()) {
        add(new Lane(backend.function(), alias, weight.getKey(), side), share * weight.getValue());
        left -= weight.getValue();
      }
      add(new Lane(backend.function(), alias, routing.primary(), side), share * left);
      if (!side.canary()) {
        primaries.add(new Baseline.Version(backend.function(), routing.primary()));
      }
    }

    /** Nobody can be asked, which is usual where it was so from the beginning. */
    private void miss(ApiRoute.Backend backend, Lane.Side side, double share) {
      add(new Lane(backend.function(), backend.qualifier(), "", side), share);
      if (!side.canary()) {
        primaries.add(new Baseline.Version(backend.function(), ""));
      }
    }

    private void add(Lane lane, double share) {
      if (share > 0) {
        shares.merge(lane, share, Double::sum);
      }
    }

    private Lanes over(String deployment) {
      return new Lanes(shares, new Baseline(primaries, deployment));
    }
  }
}
