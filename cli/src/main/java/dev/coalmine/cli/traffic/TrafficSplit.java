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
 * All ways that requests go at one moment, each with its share of them.
 *
 * @param shares from above 0 to 1, together 1; none while there is nobody to call
 * @param baseline what a release that begins now replaces
 */
public record TrafficSplit(Map<TrafficRoute, Double> shares, TrafficBaseline baseline) {
  /** Nobody is there to be called. */
  public static final TrafficSplit NONE =
      new TrafficSplit(Map.of(), new TrafficBaseline(Set.of(), ""));

  /** Copies the shares in their order. */
  public TrafficSplit {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
  }

  /** Of callers who ask an alias: Lambda shares them out by its weights. */
  public static TrafficSplit ofAlias(String function, String alias, AliasTrafficSplit routing) {
    SplitBuilder lanes = new SplitBuilder();
    lanes.addBackend(
        new ApiRoute.LambdaBackend(function, alias), TrafficRoute.StageSide.NONE, routing, 1);
    return lanes.build("");
  }

  /**
   * Of callers of a stage: it gives its canary the share that it has, each side asks its backends
   * evenly, and Lambda shares out what comes to an alias by its weights.
   *
   * @param routing who serves a backend; nothing when it can't be invoked
   */
  public static TrafficSplit ofStage(
      StageTrafficSplit stage,
      Function<ApiRoute.LambdaBackend, Optional<AliasTrafficSplit>> routing) {
    SplitBuilder lanes = new SplitBuilder();
    boolean alike = stage.canary().backends().equals(stage.production().backends());
    double canary = stage.canaryPercent() / 100;
    lanes.addSide(
        stage.production(),
        new TrafficRoute.StageSide(stage.apiName(), stage.production().deployment(), false, true),
        routing,
        1 - canary);
    lanes.addSide(
        stage.canary(),
        new TrafficRoute.StageSide(stage.apiName(), stage.canary().deployment(), true, alike),
        routing,
        canary);
    return lanes.build(stage.production().deployment());
  }

  boolean isEmpty() {
    return shares.isEmpty();
  }

  /** Whether any request meets something else than what the baseline has. */
  boolean differsFrom(TrafficBaseline usual) {
    return !shares.keySet().stream().allMatch(usual::isUnchanged);
  }

  /** Shares of all lanes, and what is primary in production. */
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

    /** The primary version comes last and gets what the weights leave over. */
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

    /** Nobody can be asked, which is usual where it was so from the beginning. */
    private void addUninvokable(
        ApiRoute.LambdaBackend backend, TrafficRoute.StageSide side, double share) {
      add(new TrafficRoute(backend.function(), backend.qualifier(), "", side), share);
      if (!side.canary()) {
        primaries.add(new TrafficBaseline.PrimaryVersion(backend.function(), ""));
      }
    }

    private void add(TrafficRoute lane, double share) {
      if (share > 0) {
        shares.merge(lane, share, Double::sum);
      }
    }

    private TrafficSplit build(String deployment) {
      return new TrafficSplit(shares, new TrafficBaseline(primaries, deployment));
    }
  }
}
