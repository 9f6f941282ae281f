package dev.coalmine.cli.account;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Where AWS is, and the caller's credentials.
 *
 * @param endpoint if it is not the SDK's default
 * @param region of the state machine
 */
record Endpoint(Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials) {
  private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:states:([a-z0-9-]+):.*");
  private static final Pattern HERE = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");

  /**
   * Resolves the endpoint as AWS' own tools do.
   *
   * @param endpoint of another AWS than the SDK's default
   * @param named names of the state machine or the release, either of which may be an ARN
   */
  static Endpoint resolve(Optional<URI> endpoint, Stream<String> named) {
    Optional<URI> local = endpoint.or(Endpoint::fromEnvironment).filter(Endpoint::isLocal);
    boolean here = local.isPresent();
    return new Endpoint(
        endpoint.or(() -> local),
        named
            .map(ARN::matcher)
            .filter(Matcher::matches)
            .map(arn -> Region.of(arn.group(1)))
            .findFirst()
            .orElseGet(() -> region(here)),
        here ? localCredentials() : DefaultCredentialsProvider.builder().build());
  }

  private static boolean isLocal(URI endpoint) {
    return endpoint.getHost() != null && HERE.matcher(endpoint.getHost()).matches();
  }

  private static Optional<URI> fromEnvironment() {
    try {
      return environment("AWS_ENDPOINT_URL").map(URI::create);
    } catch (IllegalArgumentException noUrl) {
      throw CommandFailedException.usage("AWS_ENDPOINT_URL is not a URL: " + noUrl.getMessage());
    }
  }

  /** Variables that only the AWS CLI reads come after those that the SDK for Java reads, too. */
  private static Region region(boolean here) {
    Optional<Region> named =
        environment("AWS_REGION").or(() -> environment("AWS_DEFAULT_REGION")).map(Region::of);
    if (named.isPresent() || here) {
      return named.orElse(Region.US_EAST_1);
    }
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException none) {
      throw CommandFailedException.unavailable(
          "no AWS Region: set AWS_REGION or AWS_PROFILE, or give the ARN of the state machine with"
              + " --workflow",
          none);
    }
  }

  /** A local endpoint accepts any credentials. */
  private static AwsCredentialsProvider localCredentials() {
    return AwsCredentialsProviderChain.of(
        SystemPropertyCredentialsProvider.create(),
        EnvironmentVariableCredentialsProvider.create(),
        ProfileCredentialsProvider.create(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
