package dev.coalmine.cli.account;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
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

  /** Properties of profiles whose credentials need modules of the SDK that are not included. */
  private static final Set<String> FROM_ELSEWHERE =
      Set.of(
          "sso_session", "sso_start_url", "sso_account_id", "role_arn", "web_identity_token_file");

  private static final Pattern HERE = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");

  /**
   * Resolves the endpoint as AWS' own tools do: options come before environment variables, and
   * those before the profile.
   *
   * @param named names of the state machine or the release, either of which may be an ARN
   * @throws CommandFailedException if there is no such profile, or the Region is missing or is not
   *     that of an ARN
   */
  static Endpoint resolve(AccountPlace place, List<String> named) {
    place.profile().ifPresent(Endpoint::requireProfile);
    Optional<URI> local = place.endpoint().or(Endpoint::fromEnvironment).filter(Endpoint::isLocal);
    boolean here = local.isPresent();
    return new Endpoint(
        place.endpoint().or(() -> local),
        regionOfArn(place, named).orElseGet(() -> region(place, here)),
        here ? localCredentials(place) : credentials(place));
  }

  private static Optional<Region> regionOfArn(AccountPlace place, List<String> named) {
    for (String name : named) {
      Matcher arn = ARN.matcher(name);
      if (arn.matches()) {
        if (place.region().filter(given -> !given.equals(arn.group(1))).isPresent()) {
          throw CommandFailedException.usage(
              "--region is %s, but %s is in %s"
                  .formatted(place.region().get(), name, arn.group(1)));
        }
        return Optional.of(Region.of(arn.group(1)));
      }
    }
    return Optional.empty();
  }

  private static void requireProfile(String name) {
    Map<String, Profile> profiles = ProfileFile.defaultProfileFile().profiles();
    if (!profiles.containsKey(name)) {
      throw CommandFailedException.usage(
          "there is no profile %s in ~/.aws: %s"
              .formatted(
                  name,
                  profiles.isEmpty()
                      ? "there are no profiles; aws configure makes one"
                      : "the profiles are " + String.join(", ", new TreeSet<>(profiles.keySet()))));
    }
    if (profiles.get(name).properties().keySet().stream().anyMatch(FROM_ELSEWHERE::contains)) {
      throw CommandFailedException.usage(
          ("profile %s gets its credentials from IAM Identity Center (SSO) or another role: run"
                  + " eval \"$(aws configure export-credentials --profile %s --format env)\", with"
                  + " version 2 of the AWS CLI, and leave out --profile")
              .formatted(name, name));
    }
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
  private static Region region(AccountPlace place, boolean here) {
    Optional<Region> named =
        place
            .region()
            .or(() -> environment("AWS_REGION"))
            .or(() -> environment("AWS_DEFAULT_REGION"))
            .map(Region::of);
    if (named.isPresent() || here) {
      return named.orElse(Region.US_EAST_1);
    }
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      place.profile().ifPresent(chain::profileName);
      return chain.build().getRegion();
    } catch (SdkClientException none) {
      throw CommandFailedException.unavailable(
          "no AWS Region: give --region, set AWS_REGION or AWS_PROFILE, or give the ARN of the"
              + " state machine with --workflow",
          none);
    }
  }

  /** A profile that is named comes before credentials in the environment. */
  private static AwsCredentialsProvider credentials(AccountPlace place) {
    return place
        .profile()
        .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  /** A local endpoint accepts any credentials. */
  private static AwsCredentialsProvider localCredentials(AccountPlace place) {
    return place
        .profile()
        .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
        .orElseGet(
            () ->
                AwsCredentialsProviderChain.of(
                    SystemPropertyCredentialsProvider.create(),
                    EnvironmentVariableCredentialsProvider.create(),
                    ProfileCredentialsProvider.create(),
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("local", "local"))));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
