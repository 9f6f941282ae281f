package dev.coalmine.local.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stage prod of one API: everything under {@code /orders} asks function orders, production its
 * alias live and the canary its alias next; {@code GET /mock} asks nobody.
 */
final class HandMadeRoutes implements ApiRoutes {
  static final String API = "a1b2c3d4e5";
  static final String NAME = "shop";
  static final String STAGE = "prod";

  private final double canaryPercent;

  HandMadeRoutes(double canaryPercent) {
    this.canaryPercent = canaryPercent;
  }

  @Override
  public Optional<ApiRoute> route(
      String restApi, String stage, String method, String path, double draw) {
    if (!restApi.equals(API) || !stage.equals(STAGE)) {
      return Optional.empty();
    }
    boolean canary = draw * 100 < canaryPercent;
    if (path.equals("/mock") && method.equals("GET")) {
      return Optional.of(
          new ApiRoute(NAME, canary, "/mock", "GET", Map.of(), Map.of(), Optional.empty()));
    }
    if (!path.startsWith("/orders")) {
      return Optional.of(new ApiRoute(NAME, canary, "", "", Map.of(), Map.of(), Optional.empty()));
    }
    return Optional.of(orders(path, canary));
  }

  private static ApiRoute orders(String path, boolean canary) {
    boolean one = path.startsWith("/orders/");
    String alias = canary ? "next" : "live";
    return new ApiRoute(
        NAME,
        canary,
        one ? "/orders/{id}" : "/orders",
        "ANY",
        one ? Map.of("id", path.substring("/orders/".length())) : Map.of(),
        Map.of("lambdaAlias", alias),
        Optional.of(new ApiRoute.Backend("orders", alias)));
  }

  @Override
  public Optional<ApiStage> stage(String restApi, String stage) {
    ApiStage.Side side = new ApiStage.Side("d1", List.of());
    return Optional.of(new ApiStage(NAME, side, side, canaryPercent));
  }
}
