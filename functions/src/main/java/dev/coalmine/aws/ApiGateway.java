package dev.coalmine.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/**
 * What API Gateway can be asked, by one client.
 *
 * @param stages of REST APIs
 * @param apis REST APIs themselves
 */
public record ApiGateway(Stages stages, RestApis apis) {

  /**
   * Wired from the environment, as in Lambda; calls are made in the name of this state. The client
   * is built by the first call: most releases move aliases alone, and need not wait for it.
   */
  public static ApiGateway fromEnvironment(String state) {
    Supplier<ApiGatewayClient> client =
        new Lazy<>(() -> AwsClients.build(ApiGatewayClient.builder(), state));
    return new ApiGateway(new Stages(client), new RestApis(client));
  }
}
