package dev.coalmine.embedded.apigateway;

import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.API;
import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.STAGE;
import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.CanarySettings;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.CreateStageResponse;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;

/** CreateDeployment, with a stage and a canary or without, does what AWS was recorded to do. */
class DeploymentOperationsTest {
  private final ApiGatewayFixture world = new ApiGatewayFixture();

  @AfterEach
  void close() {
    world.close();
  }

  private CreateDeploymentResponse deployCanary(double percent, Map<String, String> overrides) {
    return world.client.createDeployment(
        world
            .deployment()
            .stageName(STAGE)
            .canarySettings(
                canary -> canary.percentTraffic(percent).stageVariableOverrides(overrides))
            .build());
  }

  private static CanarySettings canary(
      String deployment, double percent, Map<String, String> overrides) {
    return CanarySettings.builder()
        .deploymentId(deployment)
        .percentTraffic(percent)
        .stageVariableOverrides(overrides)
        .useStageCache(false)
        .build();
  }

  @Test
  void canaryDeploymentLeavesProductionWhereItIs() {
    CreateDeploymentResponse made = deployCanary(50, Map.of("alias", "next"));

    assertThat(made.id()).matches("[a-z0-9]{6}");
    assertThat(world.stage().deploymentId()).isEqualTo("one");
    assertThat(world.stage().variables()).isEqualTo(Map.of("alias", "live", "table", "orders"));
    assertThat(world.stage().canarySettings())
        .isEqualTo(canary(made.id(), 50, Map.of("alias", "next")));
  }

  @Test
  void canaryDeploymentReplacesTheCanaryThatIsThere() {
    world.withCanary();

    CreateDeploymentResponse made = deployCanary(5, Map.of("table", "other"));

    assertThat(world.stage().canarySettings())
        .isEqualTo(canary(made.id(), 5, Map.of("table", "other")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          none | Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null
          '' | Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is
          nowhere | Invalid deployment content specified.Stage nowhere must already be created before making a canary release deployment
          """)
  void canaryDeploymentNeedsItsStage(String stage, String message) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                world.client.createDeployment(
                    world
                        .deployment()
                        .stageName(stage)
                        .canarySettings(canary -> canary.percentTraffic(50.0))
                        .build()))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorMessage().strip()).isEqualTo(message));
    assertThat(deployments()).isEqualTo(2);
  }

  private int deployments() {
    return world.client.getDeployments(get -> get.restApiId(API)).items().size();
  }

  @Test
  void ordinaryDeploymentIsRefusedUnderACanary() {
    world.withCanary();

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () -> world.client.createDeployment(world.deployment().stageName(STAGE).build()))
        .withMessageContaining(
            "Invalid deployment content specified.Non canary deployment not supported on stage prod"
                + " because Canary is enabled. Provide CanarySettings in deploymentInput.");
    assertThat(deployments()).isEqualTo(2);
  }

  @Test
  void deploymentWithoutAStageIsTakenUnderACanary() {
    world.withCanary();
    String third = world.client.createDeployment(world.deployment().stageName("").build()).id();

    world.update(replace("/canarySettings/deploymentId", third));

    assertThat(world.stage().deploymentId()).isEqualTo("one");
    assertThat(world.stage().canarySettings().deploymentId()).isEqualTo(third);
  }

  @Test
  void ordinaryDeploymentMovesItsStage() {
    String third = world.client.createDeployment(world.deployment().stageName(STAGE).build()).id();

    assertThat(world.stage().deploymentId()).isEqualTo(third);
    assertThat(world.stage().variables()).isEqualTo(Map.of("alias", "live", "table", "orders"));
  }

  @Test
  void deploymentMakesTheStageThatIsMissing() {
    String third =
        world
            .client
            .createDeployment(
                world
                    .deployment()
                    .stageName("test")
                    .stageDescription("for a try")
                    .description("third")
                    .variables(Map.of("alias", "next"))
                    .build())
            .id();

    assertThat(world.client.getStage(get -> get.restApiId(API).stageName("test")))
        .matches(stage -> stage.deploymentId().equals(third))
        .matches(stage -> stage.description().equals("for a try"))
        .matches(stage -> stage.variables().equals(Map.of("alias", "next")))
        .matches(stage -> stage.canarySettings() == null);
    assertThat(world.client.getDeployment(get -> get.restApiId(API).deploymentId(third)))
        .matches(deployment -> deployment.description().equals("third"))
        .matches(deployment -> deployment.createdDate().equals(world.clock.instant()));
  }

  @Test
  void deploymentIsWhatTheApiWasThen() {
    world.apis.putMethod(API, "/orders", "POST", "");
    String third = world.client.createDeployment(world.deployment().build()).id();

    assertThat(methods("one")).containsOnlyKeys("GET");
    assertThat(methods(third)).containsOnlyKeys("GET", "POST");
  }

  private Map<String, ?> methods(String deployment) {
    return world
        .client
        .getDeployment(get -> get.restApiId(API).deploymentId(deployment).embed("apisummary"))
        .apiSummary()
        .get("/orders");
  }

  @Test
  void apiWithoutMethodsOrIntegrationsIsNotDeployed() {
    String api = world.client.createRestApi(create -> create.name("empty")).id();
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> world.client.createDeployment(create -> create.restApiId(api)))
        .withMessageContaining("The REST API doesn't contain any methods");

    String root = world.client.getRestApi(get -> get.restApiId(api)).rootResourceId();
    world.client.putMethod(
        put -> put.restApiId(api).resourceId(root).httpMethod("GET").authorizationType("NONE"));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> world.client.createDeployment(create -> create.restApiId(api)))
        .withMessageContaining("No integration defined for method");
  }

  @Test
  void deploymentInUseIsNotDeleted() {
    world.withCanary();
    for (String used : new String[] {"one", "two"}) {
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(
              () -> world.client.deleteDeployment(it -> it.restApiId(API).deploymentId(used)))
          .withMessageContaining(
              "Active stages pointing to this deployment must be moved or deleted");
    }

    world.client.deleteStage(delete -> delete.restApiId(API).stageName(STAGE));
    world.client.deleteDeployment(delete -> delete.restApiId(API).deploymentId("one"));
    assertThat(world.client.getDeployments(get -> get.restApiId(API)).items())
        .extracting(Deployment::id)
        .containsExactly("two");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> world.client.getDeployment(get -> get.restApiId(API).deploymentId("one")))
        .withMessageContaining("Invalid Deployment identifier specified");
  }

  @Test
  void stageIsCreatedWithItsCanary() {
    CreateStageResponse made =
        world.client.createStage(
            create ->
                create
                    .restApiId(API)
                    .stageName("test")
                    .deploymentId("one")
                    .variables(Map.of("alias", "live"))
                    .canarySettings(
                        canary ->
                            canary
                                .deploymentId("two")
                                .percentTraffic(50.0)
                                .stageVariableOverrides(Map.of("alias", "next"))));

    assertThat(made.canarySettings()).isEqualTo(canary("two", 50, Map.of("alias", "next")));
    assertThat(made.cacheClusterEnabled()).isFalse();
    assertThat(made.cacheClusterStatusAsString()).isEqualTo("NOT_AVAILABLE");
    assertThat(made.tracingEnabled()).isFalse();
    assertThat(world.client.getStages(get -> get.restApiId(API)).item())
        .extracting(stage -> stage.stageName())
        .containsExactly("prod", "test");
  }

  @Test
  void stageIsNotCreatedTwiceOrFromNothing() {
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> create("prod", "two"))
        .matches(e -> e.statusCode() == 409)
        .withMessageContaining("Stage already exists");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> create("test", "none"))
        .withMessageContaining("Deployment id does not exist");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> create("test$", "one"))
        .withMessageContaining("Stage name only allows a-zA-Z0-9_");
  }

  private void create(String stage, String deployment) {
    world.client.createStage(
        create -> create.restApiId(API).stageName(stage).deploymentId(deployment));
  }
}
