package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.apigateway.ApiRoute;
import dev.coalmine.embedded.apigateway.StageTrafficSplit;
import dev.coalmine.embedded.lambda.AliasTrafficSplit;
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
 * All routes of requests at one moment, each with its share.
 *
 * @param shares from above 0 to 1, with sum 1; empty if there is no target
 * @param baseline what a release that starts now replaces
 */
public record TrafficSplit(Map<TrafficRoute, Double> shares, TrafficBaseline baseline) {
  /** No target. */
  public static final TrafficSplit NONE =
      new TrafficSplit(Map.of(), new TrafficBaseline(Set.of(), ""));

  public TrafficSplit {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
  }

  /** The split of an alias by Lambda's weights. */
  public static TrafficSplit ofAlias(String function, String alias, AliasTrafficSplit routing) {
    SplitBuilder routes = new SplitBuilder();
    routes.addBackend(
        new ApiRoute.LambdaBackend(function, alias), TrafficRoute.StageSide.NONE, routing, 1);
    return routes.build("");
  }

  /**
   * The split of a stage: its canary gets its share, each side calls its backends evenly, and
   * requests to an alias are split by Lambda's weights.
   *
   * @param routing the versions behind a backend; empty if it can't be invoked
   */
  public static TrafficSplit ofStage(
      StageTrafficSplit stage,
      Function<ApiRoute.LambdaBackend, Optional<AliasTrafficSplit>> routing) {
    SplitBuilder routes = new SplitBuilder();
    boolean alike = stage.canary().backends().equals(stage.production().backends());
    double canary = stage.canaryPercent() / 100;
    routes.addSide(
        stage.production(),
        new TrafficRoute.StageSide(stage.apiName(), stage.production().deployment(), false, true),
        routing,
        1 - canary);
    routes.addSide(
        stage.canary(),
        new TrafficRoute.StageSide(stage.apiName(), stage.canary().deployment(), true, alike),
        routing,
        canary);
    return routes.build(stage.production().deployment());
  }

  boolean isEmpty() {
    return shares.isEmpty();
  }

  /** Whether any request meets something else than the baseline. */
  boolean differsFrom(TrafficBaseline known) {
    return !shares.keySet().stream().allMatch(known::isUnchanged);
  }

  /** The shares of all routes, and what is primary in production. */
  private static final class SplitBuilder {
    private final Map<TrafficRoute, Double> shares = new LinkedHashMap<>();
    private final Set<TrafficBaseline.PrimaryVersion> primaries = new HashSet<>();

    private void addSide(
        StageTrafficSplit.StageSide asked,
        TrafficRoute.StageSide side,
        Function<ApiRoute.LambdaBackend, Optional<AliasTrafficSplit>> routing,
        double share) {
      List<ApiRoute.LambdaBackend> backends = asked.backends();
      if (backends.isEmpty()) {
        add(new TrafficRoute("", "", "", side), share);
      }
      for (ApiRoute.LambdaBackend backend : backends) {
        double part = share / backends.size();
        Optional<AliasTrafficSplit> found = routing.apply(backend);
        found.ifPresent(serving -> addBackend(backend, side, serving, part));
        if (found.isEmpty()) {
          addUninvokable(backend, side, part);
        }
      }
    }

    /** The primary version comes last and gets the share that the weights leave. */
    private void addBackend(
        ApiRoute.LambdaBackend backend,
        TrafficRoute.StageSide side,
        AliasTrafficSplit routing,
        double share) {
      String alias = backend.qualifier().matches("[0-9]*") ? "" : backend.qualifier();
      double left = 1;
      for (Map.Entry<String, Double> weight : new TreeMap<>(routing.weights()).entrySet()) {
        add(
            new TrafficRoute(backend.function(), alias, weight.getKey(), side),
            share * weight.getValue());
        left -= weight.getValue();
      }
      add(new TrafficRoute(backend.function(), alias, routing.primary(), side), share * left);
      if (!side.canary()) {
        primaries.add(new TrafficBaseline.PrimaryVersion(backend.function(), routing.primary()));
      }
    }

    /** A backend that can't be invoked is part of the baseline if it was so from the beginning. */
    private void addUninvokable(
        ApiRoute.LambdaBackend backend, TrafficRoute.StageSide side, double share) {
      add(new TrafficRoute(backend.function(), backend.qualifier(), "", side), share);
      if (!side.canary()) {
        primaries.add(new TrafficBaseline.PrimaryVersion(backend.function(), ""));
      }
    }

    private void add(TrafficRoute route, double share) {
      if (share > 0) {
        shares.merge(route, share, Double::sum);
      }
    }

    private TrafficSplit build(String deployment) {
      return new TrafficSplit(shares, new TrafficBaseline(primaries, deployment));
    }
  }
}
