package dev.coalmine.embedded.apigateway;

import java.util.Map;
import java.util.Optional;

/**
 * The route of one request.
 *
 * @param apiName the API's name, which is its dimension in CloudWatch
 * @param canary whether the stage's canary serves it
 * @param resource the resource's path as it was created, such as {@code /orders/{id}}; empty when
 *     the deployment has no resource for the path
 * @param method the method that serves it, possibly {@code ANY}; empty when there is none
 * @param pathParameters the values of the resource's path variables
 * @param variables the stage's variables, for the canary with its overrides
 * @param authorization who may call the method
 * @param backend the Lambda function behind the method, with stage variables filled in; empty for a
 *     method with a mock integration, and without a method
 * @param usesRole whether API Gateway assumes a role for the call, so that the function's policy
 *     need not allow it (API reference, PutIntegration: credentials)
 */
public record ApiRoute(
    String apiName,
    boolean canary,
    String resource,
    String method,
    Map<String, String> pathParameters,
    Map<String, String> variables,
    MethodAuthorization authorization,
    Optional<LambdaBackend> backend,
    boolean usesRole) {

  /**
   * Who may call a method.
   *
   * @param type NONE, AWS_IAM, CUSTOM or COGNITO_USER_POOLS
   * @param authorizer for the last two
   */
  public record MethodAuthorization(String type, Optional<ApiAuthorizer> authorizer) {
    static final MethodAuthorization NONE = new MethodAuthorization("NONE", Optional.empty());
  }

  /**
   * A Lambda function in an integration's URI.
   *
   * @param function its bare name
   * @param qualifier alias or version; empty for none
   */
  public record LambdaBackend(String function, String qualifier) {}
}
