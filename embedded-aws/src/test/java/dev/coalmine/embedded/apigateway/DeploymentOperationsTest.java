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

/** CreateDeployment, with and without a stage and a canary, behaves as recorded from AWS. */
class DeploymentOperationsTest {
  private final ApiGatewayFixture fixture = new ApiGatewayFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private CreateDeploymentResponse deployCanary(double percent, Map<String, String> overrides) {
    return fixture.client.createDeployment(
        fixture
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
    assertThat(fixture.stage().deploymentId()).isEqualTo("one");
    assertThat(fixture.stage().variables()).isEqualTo(Map.of("alias", "live", "table", "orders"));
    assertThat(fixture.stage().canarySettings())
        .isEqualTo(canary(made.id(), 50, Map.of("alias", "next")));
  }

  @Test
  void canaryDeploymentReplacesTheCanary() {
    fixture.withCanary();

    CreateDeploymentResponse made = deployCanary(5, Map.of("table", "other"));

    assertThat(fixture.stage().canarySettings())
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
                fixture.client.createDeployment(
                    fixture
                        .deployment()
                        .stageName(stage)
                        .canarySettings(canary -> canary.percentTraffic(50.0))
                        .build()))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorMessage().strip()).isEqualTo(message));
    assertThat(deployments()).isEqualTo(2);
  }

  private int deployments() {
    return fixture.client.getDeployments(get -> get.restApiId(API)).items().size();
  }

  @Test
  void ordinaryDeploymentIsRefusedUnderACanary() {
    fixture.withCanary();

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () -> fixture.client.createDeployment(fixture.deployment().stageName(STAGE).build()))
        .withMessageContaining(
            "Invalid deployment content specified.Non canary deployment not supported on stage prod"
                + " because Canary is enabled. Provide CanarySettings in deploymentInput.");
    assertThat(deployments()).isEqualTo(2);
  }

  @Test
  void deploymentWithoutAStageIsTakenUnderACanary() {
    fixture.withCanary();
    String third = fixture.client.createDeployment(fixture.deployment().stageName("").build()).id();

    fixture.update(replace("/canarySettings/deploymentId", third));

    assertThat(fixture.stage().deploymentId()).isEqualTo("one");
    assertThat(fixture.stage().canarySettings().deploymentId()).isEqualTo(third);
  }

  @Test
  void ordinaryDeploymentMovesItsStage() {
    String third =
        fixture.client.createDeployment(fixture.deployment().stageName(STAGE).build()).id();

    assertThat(fixture.stage().deploymentId()).isEqualTo(third);
    assertThat(fixture.stage().variables()).isEqualTo(Map.of("alias", "live", "table", "orders"));
  }

  @Test
  void deploymentCreatesAMissingStage() {
    String third =
        fixture
            .client
            .createDeployment(
                fixture
                    .deployment()
                    .stageName("test")
                    .stageDescription("for a try")
                    .description("third")
                    .variables(Map.of("alias", "next"))
                    .build())
            .id();

    assertThat(fixture.client.getStage(get -> get.restApiId(API).stageName("test")))
        .matches(stage -> stage.deploymentId().equals(third))
        .matches(stage -> stage.description().equals("for a try"))
        .matches(stage -> stage.variables().equals(Map.of("alias", "next")))
        .matches(stage -> stage.canarySettings() == null);
    assertThat(fixture.client.getDeployment(get -> get.restApiId(API).deploymentId(third)))
        .matches(deployment -> deployment.description().equals("third"))
        .matches(deployment -> deployment.createdDate().equals(fixture.clock.instant()));
  }

  @Test
  void deploymentIsASnapshot() {
    fixture.apis.putMethod(API, "/orders", "POST", "");
    String third = fixture.client.createDeployment(fixture.deployment().build()).id();

    assertThat(methods("one")).containsOnlyKeys("GET");
    assertThat(methods(third)).containsOnlyKeys("GET", "POST");
  }

  private Map<String, ?> methods(String deployment) {
    return fixture
        .client
        .getDeployment(get -> get.restApiId(API).deploymentId(deployment).embed("apisummary"))
        .apiSummary()
        .get("/orders");
  }

  @Test
  void apiWithoutMethodsOrIntegrationsIsNotDeployed() {
    String api = fixture.client.createRestApi(create -> create.name("empty")).id();
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> fixture.client.createDeployment(create -> create.restApiId(api)))
        .withMessageContaining("The REST API doesn't contain any methods");

    String root = fixture.client.getRestApi(get -> get.restApiId(api)).rootResourceId();
    fixture.client.putMethod(
        put -> put.restApiId(api).resourceId(root).httpMethod("GET").authorizationType("NONE"));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> fixture.client.createDeployment(create -> create.restApiId(api)))
        .withMessageContaining("No integration defined for method");
  }

  @Test
  void deploymentInUseIsNotDeleted() {
    fixture.withCanary();
    for (String used : new String[] {"one", "two"}) {
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(
              () -> fixture.client.deleteDeployment(it -> it.restApiId(API).deploymentId(used)))
          .withMessageContaining(
              "Active stages pointing to this deployment must be moved or deleted");
    }

    fixture.client.deleteStage(delete -> delete.restApiId(API).stageName(STAGE));
    fixture.client.deleteDeployment(delete -> delete.restApiId(API).deploymentId("one"));
    assertThat(fixture.client.getDeployments(get -> get.restApiId(API)).items())
        .extracting(Deployment::id)
        .containsExactly("two");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () -> fixture.client.getDeployment(get -> get.restApiId(API).deploymentId("one")))
        .withMessageContaining("Invalid Deployment identifier specified");
  }

  @Test
  void stageIsCreatedWithItsCanary() {
    CreateStageResponse made =
        fixture.client.createStage(
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
    assertThat(fixture.client.getStages(get -> get.restApiId(API)).item())
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
    fixture.client.createStage(
        create -> create.restApiId(API).stageName(stage).deploymentId(deployment));
  }
}
