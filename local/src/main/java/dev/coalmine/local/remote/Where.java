package dev.coalmine.local.remote;

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
 * Where AWS is and who asks it.
 *
 * @param endpoint if it is not where the SDK looks for it
 * @param region of the state machine
 * @param credentials of whoever asks
 */
record Where(Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials) {
  private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:states:([a-z0-9-]+):.*");
  private static final Pattern HERE = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");

  /**
   * As AWS' own tools find it.
   *
   * @param endpoint of somebody who plays AWS, if there is one
   * @param named names of the state machine or of the release, either of which may be an ARN
   */
  static Where of(Optional<URI> endpoint, Stream<String> named) {
    boolean here = isHere(endpoint.or(() -> environment("AWS_ENDPOINT_URL").map(URI::create)));
    return new Where(
        endpoint,
        named
            .map(ARN::matcher)
            .filter(Matcher::matches)
            .map(arn -> Region.of(arn.group(1)))
            .findFirst()
            .orElseGet(() -> region(here)),
        here ? anybody() : DefaultCredentialsProvider.builder().build());
  }

  private static boolean isHere(Optional<URI> endpoint) {
    return endpoint.map(URI::getHost).filter(host -> HERE.matcher(host).matches()).isPresent();
  }

  /** What the AWS CLI reads and the SDK for Java does not, comes after what both read. */
  private static Region region(boolean here) {
    try {
      return environment("AWS_REGION").isEmpty() && environment("AWS_DEFAULT_REGION").isPresent()
          ? Region.of(environment("AWS_DEFAULT_REGION").get())
          : here ? hereOrUsEast() : new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException none) {
      throw Failure.unavailable(
          "no Region: set AWS_REGION or AWS_PROFILE, or name the state machine by its ARN with --workflow",
          none);
    }
  }

  private static Region hereOrUsEast() {
    return environment("AWS_REGION").map(Region::of).orElse(Region.US_EAST_1);
  }

  /** Whoever plays AWS on this machine takes anybody. */
  private static AwsCredentialsProvider anybody() {
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
