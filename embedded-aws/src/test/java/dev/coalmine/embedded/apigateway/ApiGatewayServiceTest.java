package dev.coalmine.embedded.apigateway;

import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.API;
import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.http.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayException;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetResourcesResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.LimitExceededException;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.TooManyRequestsException;

/** Scripts that use the API build an API here as they do on AWS. */
class ApiGatewayServiceTest {
  private final ApiGatewayFixture fixture = new ApiGatewayFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private String root() {
    return fixture.client.getRestApi(get -> get.restApiId(API)).rootResourceId();
  }

  private String resource(String parent, String part) {
    return fixture
        .client
        .createResource(create -> create.restApiId(API).parentId(parent).pathPart(part))
        .id();
  }

  @Test
  void apiIsMadeWithItsRoot() {
    CreateRestApiResponse made = fixture.client.createRestApi(create -> create.name("shop"));

    assertThat(made.id()).matches("[a-z0-9]{10}");
    assertThat(made.createdDate()).isEqualTo(fixture.clock.instant());
    assertThat(made.apiKeySourceAsString()).isEqualTo("HEADER");
    assertThat(fixture.client.getResources(get -> get.restApiId(made.id())).items())
        .containsExactly(Resource.builder().id(made.rootResourceId()).path("/").build());
    assertThat(fixture.client.getRestApis().items())
        .extracting(RestApi::name)
        .containsExactly("orders-api", "shop");

    fixture.client.deleteRestApi(delete -> delete.restApiId(made.id()));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> fixture.client.getRestApi(get -> get.restApiId(made.id())))
        .withMessageContaining("Invalid API identifier specified 000000000000:" + made.id());
  }

  @Test
  void idsAreTheSameForTheSameSeed() {
    try (ApiGatewayFixture other = new ApiGatewayFixture()) {
      assertThat(other.client.createRestApi(create -> create.name("shop")).id())
          .isEqualTo(fixture.client.createRestApi(create -> create.name("shop")).id());
    }
  }

  @Test
  void resourcesAreListedWithTheNamesOfTheirMethods() {
    resource(root(), "users");

    GetResourcesResponse bare = fixture.client.getResources(get -> get.restApiId(API));
    assertThat(bare.items()).extracting(Resource::path).containsExactly("/", "/orders", "/users");
    assertThat(bare.items().get(1).resourceMethods()).containsOnlyKeys("GET");
    assertThat(bare.items().get(1).resourceMethods().get("GET").methodIntegration()).isNull();
    assertThat(bare.items().get(2).hasResourceMethods()).isFalse();

    GetResourcesResponse full =
        fixture.client.getResources(get -> get.restApiId(API).embed("methods"));
    assertThat(full.items().get(1).resourceMethods().get("GET").methodIntegration().uri())
        .isEqualTo(ApiGatewayFixture.uri());
  }

  @Test
  void listsComeInPages() {
    resource(root(), "users");

    assertThat(
            fixture.client.getResourcesPaginator(get -> get.restApiId(API).limit(2)).stream()
                .map(page -> page.items().size()))
        .containsExactly(2, 1);
  }

  @Test
  void mockIsBuiltStepByStep() {
    String id = resource(root(), "health");
    fixture.client.putMethod(
        put -> put.restApiId(API).resourceId(id).httpMethod("GET").authorizationType("NONE"));
    fixture.client.putMethodResponse(
        put -> put.restApiId(API).resourceId(id).httpMethod("GET").statusCode("200"));
    PutIntegrationResponse integration =
        fixture.client.putIntegration(
            put ->
                put.restApiId(API)
                    .resourceId(id)
                    .httpMethod("GET")
                    .type(IntegrationType.MOCK)
                    .requestTemplates(Map.of("application/json", "{\"statusCode\": 200}")));
    fixture.client.putIntegrationResponse(
        put ->
            put.restApiId(API)
                .resourceId(id)
                .httpMethod("GET")
                .statusCode("200")
                .responseTemplates(Map.of("application/json", "{}")));

    assertThat(integration.timeoutInMillis()).isEqualTo(29_000);
    assertThat(integration.passthroughBehavior()).isEqualTo("WHEN_NO_MATCH");
    assertThat(integration.cacheNamespace()).isEqualTo(id);
    assertThat(fixture.client.getMethod(get -> get.restApiId(API).resourceId(id).httpMethod("GET")))
        .matches(method -> method.methodResponses().containsKey("200"))
        .matches(method -> !method.apiKeyRequired())
        .matches(method -> method.methodIntegration().integrationResponses().containsKey("200"));
    assertThat(
            fixture
                .client
                .getIntegration(get -> get.restApiId(API).resourceId(id).httpMethod("GET"))
                .type())
        .isEqualTo(IntegrationType.MOCK);
    assertThat(fixture.client.createDeployment(fixture.deployment().build()).id()).isNotEmpty();
  }

  @Test
  void existingResourcesAreAConflict() {
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> resource(root(), "orders"))
        .withMessageContaining(
            "Another resource with the same parent already has this name: orders");
    String orders = fixture.client.getResources(get -> get.restApiId(API)).items().get(1).id();
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                fixture.client.putMethod(
                    put ->
                        put.restApiId(API)
                            .resourceId(orders)
                            .httpMethod("GET")
                            .authorizationType("NONE")))
        .withMessageContaining("Method already exists for this resource");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> resource("none", "users"))
        .withMessageContaining("Invalid Resource identifier specified");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () ->
                fixture.client.getIntegration(
                    get -> get.restApiId(API).resourceId(root()).httpMethod("GET")))
        .withMessageContaining("Invalid Method identifier specified");
  }

  @Test
  void variablePathsHaveTheirRules() {
    String open = resource(root(), "{proxy+}");

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> resource(root(), "{id}"))
        .withMessageContaining("A sibling ({proxy+}) of this resource already has a variable path");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> resource(open, "child"))
        .withMessageContaining(
            "Cannot create a child of a resource with a greedy path variable: {proxy+}");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> resource(root(), "a b"))
        .withMessageContaining("Resource's path part only allow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arn:aws:lambda:us-east-1:000000000000:function:f | AWS ARN for integration must contain path or action
          https://example.org | Invalid ARN specified in the request
          arn:aws:apigateway:us-east-1:lambda:path/random/value/f/invocations | Integrations of type 'AWS_PROXY' currently only supports Lambda function
          """)
  void integrationNeedsAnArnOfItsKind(String uri, String message) {
    String orders = fixture.client.getResources(get -> get.restApiId(API)).items().get(1).id();

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                fixture.client.putIntegration(
                    put ->
                        put.restApiId(API)
                            .resourceId(orders)
                            .httpMethod("GET")
                            .type(IntegrationType.AWS_PROXY)
                            .integrationHttpMethod("POST")
                            .uri(uri)))
        .withMessageContaining(message);
  }

  @Test
  void concurrentChangesAreAConflict() {
    fixture.faults.next("apigateway:UpdateStage", Fault.concurrentModification());

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(fixture::withCanary)
        .withMessageContaining(
            "Unable to complete operation due to concurrent modification. Please try again later.");
    assertThat(fixture.stage().canarySettings()).isNull();
  }

  @Test
  void throttlingAndLimitsSayWhenToRetry() {
    fixture.faults.next(
        "UpdateStage", Fault.throttled(), Fault.error(429, "LimitExceededException", "Too many"));

    assertThatExceptionOfType(TooManyRequestsException.class)
        .isThrownBy(fixture::withCanary)
        .matches(e -> e.retryAfterSeconds().equals("0"));
    assertThatExceptionOfType(LimitExceededException.class)
        .isThrownBy(fixture::withCanary)
        .matches(e -> e.retryAfterSeconds().equals("0"));
  }

  @Test
  void iamActionsAreHttpMethods() {
    try (ApiGatewayClient promote = fixture.client("Promote")) {
      promote.getStage(get -> get.restApiId(API).stageName(STAGE));
      promote.updateStage(
          update ->
              update
                  .restApiId(API)
                  .stageName(STAGE)
                  .patchOperations(ApiGatewayFixture.replace("/description", "changed")));
    }

    assertThat(fixture.aws.permissionsByCaller())
        .containsEntry("Promote", Set.of("apigateway:GET", "apigateway:PATCH"));
  }

  @Test
  void operationsThatAreNotServedAreRefused() {
    assertThatExceptionOfType(ApiGatewayException.class)
        .isThrownBy(() -> fixture.client.getApiKeys())
        .matches(e -> e.statusCode() == 404)
        .matches(e -> e.awsErrorDetails().errorCode().equals("UnknownOperationException"));
    WireRequest import_ =
        new WireRequest("POST", "/restapis", Map.of("mode", "import"), Map.of(), new byte[0]);
    assertThat(List.of(import_, request("/v2/apis")))
        .extracting(request -> fixture.aws.handle(request).status())
        .containsOnly(404);
  }

  private static WireRequest request(String path) {
    return new WireRequest("POST", path, Map.of(), Map.of(), new byte[0]);
  }
}
