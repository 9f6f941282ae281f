package dev.coalmine.cli.world;

import dev.coalmine.cli.traffic.TrafficSplit;
import dev.coalmine.embedded.apigateway.ApiRoute;
import dev.coalmine.embedded.apigateway.ApiRouter;
import dev.coalmine.embedded.lambda.AliasTrafficSplit;
import dev.coalmine.embedded.lambda.LambdaControl;
import java.util.Map;
import java.util.Optional;

/** Reads where requests go in an account at the moment. */
record TrafficSplitReader(LambdaControl lambda, ApiRouter apis) {
  /** The split of an alias; empty if there is no such alias. */
  TrafficSplit aliasSplit(String function, String alias) {
    return lambda
        .trafficSplit(function, alias)
        .map(routing -> TrafficSplit.ofAlias(function, alias, routing))
        .orElse(TrafficSplit.NONE);
  }

  /** The split of a stage; empty if there is no such stage. */
  TrafficSplit stageSplit(String restApi, String stage) {
    return apis.stage(restApi, stage)
        .map(found -> TrafficSplit.ofStage(found, this::backendRouting))
        .orElse(TrafficSplit.NONE);
  }

  /** The versions behind a backend: those of an alias, a version by its number, or $LATEST. */
  private Optional<AliasTrafficSplit> backendRouting(ApiRoute.LambdaBackend backend) {
    String qualifier = backend.qualifier();
    if (qualifier.isEmpty()) {
      return lambda.functions().contains(backend.function())
          ? Optional.of(new AliasTrafficSplit("$LATEST", Map.of(), ""))
          : Optional.empty();
    }
    if (lambda.versions(backend.function()).contains(qualifier)) {
      return Optional.of(new AliasTrafficSplit(qualifier, Map.of(), ""));
    }
    return lambda.trafficSplit(backend.function(), qualifier);
  }
}
