package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.SettableClock;
import dev.coalmine.embedded.http.InProcessTransport;
import dev.coalmine.embedded.protocol.Arns;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateStageResponse;

/** An embedded API Gateway with the SDK's client for it: an API with deployments one and two. */
final class ApiGatewayFixture implements AutoCloseable {
  static final String API = "a1b2c3d4e5";
  static final String STAGE = "prod";

  final SettableClock clock = new SettableClock();
  final FaultInjection faults = new FaultInjection();
  final ApiGatewayService apis = new ApiGatewayService(clock, 7);
  final EmbeddedAws aws = new EmbeddedAws(List.of(apis), faults);
  final InProcessTransport.InProcessAddress address = InProcessTransport.open(aws::handle);
  final ApiGatewayClient client = client("");

  ApiGatewayFixture() {
    apis.createApi(API, "orders-api");
    apis.putMethod(API, "/orders", "GET", uri());
    apis.createDeployment(API, "one");
    apis.createDeployment(API, "two");
    apis.createStage(API, STAGE, "one", Map.of("alias", "live", "table", "orders"));
  }

  static String uri() {
    return Arns.integration("orders", "${stageVariables.alias}");
  }

  /** This transport supports PATCH; HttpURLConnection does not. */
  ApiGatewayClient client(String appId) {
    return ApiGatewayClient.builder()
        .endpointOverride(address.uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClient(new InProcessTransport().createHttpClientBuilder().build())
        .overrideConfiguration(
            options ->
                options
                    .retryStrategy(retries -> retries.maxAttempts(1))
                    .putAdvancedOption(
                        SdkAdvancedClientOption.USER_AGENT_SUFFIX,
                        appId.isEmpty() ? "" : "app/" + appId))
        .build();
  }

  GetStageResponse stage() {
    return client.getStage(get -> get.restApiId(API).stageName(STAGE));
  }

  UpdateStageResponse update(PatchOperation... operations) {
    return client.updateStage(
        update ->
            update.restApiId(API).stageName(STAGE).patchOperations(Arrays.asList(operations)));
  }

  CreateDeploymentRequest.Builder deployment() {
    return CreateDeploymentRequest.builder().restApiId(API);
  }

  /** Gives the stage a canary with deployment two, ten percent and one overridden variable. */
  ApiGatewayFixture withCanary() {
    update(
        replace("/canarySettings/deploymentId", "two"),
        replace("/canarySettings/percentTraffic", "10.0"),
        replace("/canarySettings/stageVariableOverrides/alias", "next"));
    return this;
  }

  static PatchOperation replace(String path, String value) {
    return operation("replace", path, value, "");
  }

  static PatchOperation remove(String path) {
    return operation("remove", path, "", "");
  }

  static PatchOperation copy(String from, String path) {
    return operation("copy", path, "", from);
  }

  /** An operation; an empty value or from is not sent. */
  static PatchOperation operation(String op, String path, String value, String from) {
    return PatchOperation.builder()
        .op(Op.fromValue(op))
        .path(path)
        .value(value.isEmpty() ? null : value)
        .from(from.isEmpty() ? null : from)
        .build();
  }

  @Override
  public void close() {
    client.close();
    address.close();
    aws.close();
  }
}
