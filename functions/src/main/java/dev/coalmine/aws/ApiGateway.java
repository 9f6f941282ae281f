package dev.coalmine.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/**
 * The resources of API Gateway, by one client.
 *
 * @param stages of REST APIs
 * @param apis REST APIs themselves
 */
public record ApiGateway(Stages stages, RestApis apis) {

  /**
   * Creates the client from the environment, as in Lambda, when it is first used: most releases
   * write aliases only.
   *
   * @param state the calling state, which CloudTrail shows in the user agent
   */
  public static ApiGateway fromEnvironment(String state) {
    Supplier<ApiGatewayClient> client =
        new Lazy<>(
            () -> AwsClients.build(ApiGatewayClient.class, ApiGatewayClient.builder(), state));
    return new ApiGateway(new Stages(client), new RestApis(client));
  }

  /** The same for a handler whose every release has a stage: the client is built now, at init. */
  static ApiGateway built(String state) {
    ApiGatewayClient client =
        AwsClients.build(ApiGatewayClient.class, ApiGatewayClient.builder(), state);
    SnapStart.rehearse(() -> client.getStage(get -> get.restApiId("any").stageName("any")));
    SnapStart.rehearse(() -> client.updateStage(put -> put.restApiId("any").stageName("any")));
    return new ApiGateway(new Stages(() -> client), new RestApis(() -> client));
  }
}
