package dev.coalmine.aws;

import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The resources of Lambda, by one client.
 *
 * @param aliases of functions
 * @param versions of functions
 * @param policies of functions, their versions and aliases
 * @param tags of functions
 * @param probes the function that sends them
 */
public record Lambda(
    Aliases aliases,
    FunctionVersions versions,
    FunctionPolicies policies,
    FunctionTags tags,
    ProbeFunctions probes) {

  /**
   * Creates the client from the environment, as in Lambda.
   *
   * @param state the calling state, which CloudTrail shows in the user agent
   */
  public static Lambda fromEnvironment(String state) {
    LambdaClient client = AwsClients.build(LambdaClient.class, LambdaClient.builder(), state);
    SnapStart.rehearse(() -> client.getAlias(get -> get.functionName("any").name("any")));
    SnapStart.rehearse(() -> client.updateAlias(put -> put.functionName("any").name("any")));
    return of(client);
  }

  /** The same for a handler that seldom calls Lambda: the client is built at its first call. */
  public static Lambda whenUsed(String state) {
    return of(AwsClients.whenUsed(LambdaClient.class, LambdaClient::builder, state));
  }

  private static Lambda of(LambdaClient client) {
    return new Lambda(
        new Aliases(client),
        new FunctionVersions(client),
        new FunctionPolicies(client),
        new FunctionTags(client),
        ProbeFunctions.fromEnvironment(client));
  }
}
