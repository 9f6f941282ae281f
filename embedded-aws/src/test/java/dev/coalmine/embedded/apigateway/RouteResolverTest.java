package dev.coalmine.embedded.apigateway;

import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.API;
import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.STAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.protocol.Arns;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteResolverTest {
  private final ApiGatewayFixture fixture = new ApiGatewayFixture();
  private final ApiRouter routes = fixture.apis;

  @BeforeEach
  void build() {
    for (String path : List.of("/", "/orders/{id}", "/orders/new", "/orders/{id}/{rest+}")) {
      fixture.apis.putMethod(API, path, "GET", Arns.integration("orders", "7"));
    }
    fixture.apis.putMethod(API, "/{proxy+}", "ANY", Arns.integration("rest", ""));
    fixture.apis.putMethod(API, "/orders/new", "ANY", "");
    fixture.apis.createDeployment(API, "three");
    update("replace", "/deploymentId", "three");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void update(String op, String path, String value) {
    fixture.apis.updateStage(API, STAGE, List.of(Map.of("op", op, "path", path, "value", value)));
  }

  private ApiRoute route(String method, String path) {
    return routes.route(API, STAGE, method, path, 0.5).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, /, GET, {}",
    "POST, /, /, '', {}",
    "GET, /orders, /orders, GET, {}",
    "GET, /orders/, /orders, GET, {}",
    "POST, /orders, /orders, '', {}",
    "GET, /orders/new, /orders/new, GET, {}",
    "POST, /orders/new, /orders/new, ANY, {}",
    "GET, /orders/17, /orders/{id}, GET, {id=17}",
    "GET, /orders/a%20b+c, /orders/{id}, GET, {id=a b+c}",
    "GET, /%6frders, /orders, GET, {}",
    "GET, /orders/17/lines/1, /orders/{id}/{rest+}, GET, '{id=17, rest=lines/1}'",
    "GET, /orders/new/x, /orders/{id}/{rest+}, GET, '{id=new, rest=x}'",
    "PUT, /users/5, /{proxy+}, ANY, {proxy=users/5}"
  })
  void mostLiteralResourceServesTheRequest(
      String method, String path, String resource, String taking, String parameters) {
    ApiRoute route = route(method, path);

    assertThat(route.resource()).isEqualTo(resource);
    assertThat(route.method()).isEqualTo(taking);
    assertThat(route.pathParameters()).hasToString(parameters);
  }

  @Test
  void backendIsTheIntegrationsFunction() {
    assertThat(route("GET", "/orders/17").backend())
        .hasValue(new ApiRoute.LambdaBackend("orders", "7"));
    assertThat(route("GET", "/users").backend()).hasValue(new ApiRoute.LambdaBackend("rest", ""));
    assertThat(route("GET", "/orders").backend())
        .hasValue(new ApiRoute.LambdaBackend("orders", "live"));
    assertThat(route("POST", "/orders/new").backend()).isEmpty();
    assertThat(route("POST", "/orders").backend()).isEmpty();
  }

  @Test
  void variablesAreFilledInAnywhereAndUndefinedOnesAreEmpty() {
    fixture.apis.putMethod(
        API, "/any", "GET", Arns.integration("${stageVariables.table}-x", "v${stageVariables.no}"));
    fixture.apis.createDeployment(API, "four");
    update("replace", "/deploymentId", "four");

    assertThat(route("GET", "/any").backend())
        .hasValue(new ApiRoute.LambdaBackend("orders-x", "v"));
  }

  @Test
  void resourceThatIsNotDeployedIsNotThere() {
    fixture.apis.updateStage(
        API, STAGE, List.of(Map.of("op", "replace", "path", "/deploymentId", "value", "one")));

    assertThat(route("GET", "/orders").resource()).isEqualTo("/orders");
    assertThat(route("GET", "/users"))
        .matches(route -> route.resource().isEmpty() && route.method().isEmpty());
  }

  @Test
  void drawBelowTheShareGoesToTheCanary() {
    fixture.apis.updateStage(
        API,
        STAGE,
        List.of(
            Map.of("op", "replace", "path", "/canarySettings/percentTraffic", "value", "25"),
            Map.of("op", "replace", "path", "/canarySettings/deploymentId", "value", "two"),
            Map.of(
                "op",
                "replace",
                "path",
                "/canarySettings/stageVariableOverrides/alias",
                "value",
                "next")));

    ApiRoute canary = routes.route(API, STAGE, "GET", "/orders", 0.2499).orElseThrow();
    ApiRoute production = routes.route(API, STAGE, "GET", "/orders", 0.25).orElseThrow();
    assertThat(canary.canary()).isTrue();
    assertThat(canary.variables()).isEqualTo(Map.of("alias", "next", "table", "orders"));
    assertThat(canary.backend()).hasValue(new ApiRoute.LambdaBackend("orders", "next"));
    assertThat(production.canary()).isFalse();
    assertThat(production.variables()).isEqualTo(Map.of("alias", "live", "table", "orders"));
    assertThat(routes.route(API, STAGE, "GET", "/users", 0.1).orElseThrow().resource()).isEmpty();
    assertThat(routes.stage(API, STAGE))
        .hasValueSatisfying(
            stage -> {
              assertThat(stage.canaryPercent()).isEqualTo(25);
              assertThat(stage.canary())
                  .isEqualTo(
                      new StageTrafficSplit.StageSide(
                          "two", List.of(new ApiRoute.LambdaBackend("orders", "next"))));
              assertThat(stage.production().deployment()).isEqualTo("three");
            });
  }

  @Test
  void stageWithoutACanaryHasOneSide() {
    StageTrafficSplit stage = routes.stage(API, STAGE).orElseThrow();

    assertThat(stage.apiName()).isEqualTo("orders-api");
    assertThat(stage.canaryPercent()).isZero();
    assertThat(stage.canary()).isEqualTo(stage.production());
    assertThat(stage.production().backends())
        .hasSize(6)
        .contains(new ApiRoute.LambdaBackend("rest", ""));
  }

  @Test
  void missingStageHasNoRoute() {
    assertThat(routes.route(API, "none", "GET", "/", 0)).isEmpty();
    assertThat(routes.route("none", STAGE, "GET", "/", 0)).isEmpty();
    assertThat(routes.stage(API, "none")).isEmpty();
  }
}
