package dev.coalmine.aws;

import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The resources of Lambda, by one client.
 *
 * @param aliases of functions
 * @param versions of functions
 * @param policies of functions, their versions and aliases
 * @param tags of functions
 */
public record Lambda(
    Aliases aliases, FunctionVersions versions, FunctionPolicies policies, FunctionTags tags) {

  /**
   * Creates the client from the environment, as in Lambda.
   *
   * @param state the calling state, which CloudTrail shows in the user agent
   */
  public static Lambda fromEnvironment(String state) {
    LambdaClient client = AwsClients.build(LambdaClient.builder(), state);
    return new Lambda(
        new Aliases(client),
        new FunctionVersions(client),
        new FunctionPolicies(client),
        new FunctionTags(client));
  }
}
