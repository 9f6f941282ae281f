package dev.coalmine.cli.account;

import java.net.URI;
import java.util.ArrayList;
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
 * @param profile by which the credentials are found; empty for the default one
 */
record Endpoint(
    Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials, String profile) {
  private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:states:([a-z0-9-]+):.*");

  /** Properties of profiles whose credentials the SDK fetches by calls. */
  private static final Set<String> FETCHED =
      Set.of(
          "sso_session",
          "sso_start_url",
          "role_arn",
          "web_identity_token_file",
          "login_session",
          "credential_process");

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
    place.profile().ifPresent(name -> requireProfile(name, ""));
    Optional<URI> local = place.endpoint().or(Endpoint::fromEnvironment).filter(Endpoint::isLocal);
    boolean here = local.isPresent();
    if (place.profile().isEmpty() && !here) {
      environment("AWS_PROFILE").ifPresent(name -> requireProfile(name, " (AWS_PROFILE)"));
    }
    return new Endpoint(
        place.endpoint().or(() -> local),
        regionOfArn(place, named).orElseGet(() -> region(place, here)),
        here ? localCredentials(place) : credentials(place),
        place.profile().or(() -> environment("AWS_PROFILE")).orElse(""));
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

  /**
   * Checks that there is a profile.
   *
   * @param source where the name is from, for the message
   */
  private static void requireProfile(String name, String source) {
    Map<String, Profile> profiles = ProfileFile.defaultProfileFile().profiles();
    if (!profiles.containsKey(name)) {
      throw CommandFailedException.usage(
          "there is no profile %s%s in ~/.aws: %s"
              .formatted(
                  name,
                  source,
                  profiles.isEmpty()
                      ? "there are no profiles; aws configure makes one"
                      : "the profiles are " + String.join(", ", new TreeSet<>(profiles.keySet()))));
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

  /** The SDK refuses a profile that lacks a property, or whose source is none, at its first use. */
  private static AwsCredentialsProvider ofProfile(String name) {
    AwsCredentialsProvider found = ProfileCredentialsProvider.create(name);
    return () -> {
      try {
        return found.resolveCredentials();
      } catch (IllegalArgumentException | IllegalStateException wrong) {
        throw CommandFailedException.usage(
            "profile %s can't be used: %s".formatted(name, wrong.getMessage()));
      }
    };
  }

  /** A profile that is named comes before credentials in the environment. */
  private static AwsCredentialsProvider credentials(AccountPlace place) {
    return place
        .profile()
        .map(Endpoint::ofProfile)
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  /** A local endpoint accepts any credentials: none are fetched for it unless they are named. */
  private static AwsCredentialsProvider localCredentials(AccountPlace place) {
    return place.profile().map(Endpoint::ofProfile).orElseGet(Endpoint::keysAtHand);
  }

  private static AwsCredentialsProvider keysAtHand() {
    List<AwsCredentialsProvider> keys = new ArrayList<>();
    keys.add(SystemPropertyCredentialsProvider.create());
    keys.add(EnvironmentVariableCredentialsProvider.create());
    if (!isFetched(environment("AWS_PROFILE").orElse("default"))) {
      keys.add(ProfileCredentialsProvider.create());
    }
    keys.add(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    return AwsCredentialsProviderChain.builder().credentialsProviders(keys).build();
  }

  private static boolean isFetched(String profile) {
    return ProfileFile.defaultProfileFile()
        .profile(profile)
        .filter(found -> found.properties().keySet().stream().anyMatch(FETCHED::contains))
        .isPresent();
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
