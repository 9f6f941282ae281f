package dev.coalmine.aws;

import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * What Lambda can be asked, by one client.
 *
 * @param aliases of functions
 * @param versions of functions
 * @param policies of functions, their versions and aliases
 * @param tags of functions
 */
public record Lambda(
    Aliases aliases, FunctionVersions versions, FunctionPolicies policies, FunctionTags tags) {

  /** Wired from the environment, as in Lambda; calls are made in the name of this state. */
  public static Lambda fromEnvironment(String state) {
    LambdaClient client = AwsClients.build(LambdaClient.builder(), state);
    return new Lambda(
        new Aliases(client),
        new FunctionVersions(client),
        new FunctionPolicies(client),
        new FunctionTags(client));
  }
}
