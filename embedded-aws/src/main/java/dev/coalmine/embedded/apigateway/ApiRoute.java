package dev.coalmine.embedded.apigateway;

import java.util.Map;
import java.util.Optional;

/**
 * Where API Gateway sends one request.
 *
 * @param apiName the API's name, which is its dimension in CloudWatch
 * @param canary whether the stage's canary takes it
 * @param resource the resource's path as it was created, such as {@code /orders/{id}}; empty when
 *     the deployment has no resource for the path
 * @param method the method that takes it, possibly {@code ANY}; empty when there is none
 * @param pathParameters what stands at the open places of the resource's path
 * @param variables the stage's variables, for the canary with its overrides laid over them
 * @param backend the Lambda function behind the method, its stage variables filled in; empty for a
 *     method with a mock integration, and without a method
 */
public record ApiRoute(
    String apiName,
    boolean canary,
    String resource,
    String method,
    Map<String, String> pathParameters,
    Map<String, String> variables,
    Optional<LambdaBackend> backend) {

  /**
   * A Lambda function as an integration's URI names it.
   *
   * @param function its bare name
   * @param qualifier alias or version; empty for none
   */
  public record LambdaBackend(String function, String qualifier) {}
}
