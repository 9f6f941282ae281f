package dev.coalmine.local;

import dev.coalmine.local.aws.AliasRouting;
import dev.coalmine.local.aws.ApiRoute;
import dev.coalmine.local.aws.ApiRoutes;
import dev.coalmine.local.aws.LambdaService;
import dev.coalmine.local.traffic.Lanes;
import java.util.Map;
import java.util.Optional;

/** Where callers' requests go, as an account stands at the moment. */
record Ways(LambdaService lambda, ApiRoutes apis) {
  /** Of those who ask an alias; nowhere while there is none. */
  Lanes ofAlias(String function, String alias) {
    return lambda
        .routing(function, alias)
        .map(routing -> Lanes.ofAlias(function, alias, routing))
        .orElse(Lanes.NONE);
  }

  /** Of those who ask a stage; nowhere while there is none. */
  Lanes ofStage(String restApi, String stage) {
    return apis.stage(restApi, stage)
        .map(found -> Lanes.ofStage(found, this::serving))
        .orElse(Lanes.NONE);
  }

  /** Who serves a backend: an alias, a version by its number, or what is being worked on. */
  private Optional<AliasRouting> serving(ApiRoute.Backend backend) {
    String qualifier = backend.qualifier();
    if (qualifier.isEmpty()) {
      return lambda.functions().contains(backend.function())
          ? Optional.of(new AliasRouting("$LATEST", Map.of(), ""))
          : Optional.empty();
    }
    if (lambda.versions(backend.function()).contains(qualifier)) {
      return Optional.of(new AliasRouting(qualifier, Map.of(), ""));
    }
    return lambda.routing(backend.function(), qualifier);
  }
}
