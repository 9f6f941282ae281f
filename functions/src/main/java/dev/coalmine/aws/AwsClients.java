package dev.coalmine.aws;

import java.time.Duration;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** Builds the SDK's clients from what Lambda sets in the environment, and from nothing slower. */
final class AwsClients {
  /** How long AWS may take to answer once. */
  static final Duration ATTEMPT = Duration.ofSeconds(3);

  /** With the SDK's own retries; a handler makes several calls within its 30 s. */
  private static final Duration CALL = Duration.ofSeconds(8);

  private AwsClients() {}

  /**
   * A client of the function's own Region, signed with the function's own role. Under SnapStart the
   * role's credentials come from the container endpoint, else from environment variables.
   *
   * @param caller the state that calls, which CloudTrail then shows in the user agent
   */
  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder, String caller) {
    return build(
        builder,
        transport(),
        caller,
        limits -> limits.apiCallTimeout(CALL).apiCallAttemptTimeout(ATTEMPT));
  }

  /**
   * A client whose calls take long, and are made once: what they do would be done twice.
   *
   * @param longest how long AWS may take to answer
   */
  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C buildForLongCalls(
      B builder, String caller, Duration longest) {
    return build(
        builder,
        longCallTransport(longest).build(),
        caller,
        limits ->
            limits
                .apiCallTimeout(longest)
                .apiCallAttemptTimeout(longest)
                .retryStrategy(DefaultRetryStrategy.doNotRetry()));
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder,
      SdkHttpClient transport,
      String caller,
      Consumer<ClientOverrideConfiguration.Builder> limits) {
    return builder
        .region(new SystemSettingsRegionProvider().getRegion())
        .credentialsProvider(credentials())
        .httpClient(transport)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .applyMutation(limits)
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "app/" + caller)
                .build())
        .build();
  }

  private static SdkHttpClient.Builder<?> longCallTransport(Duration longest) {
    SdkHttpService transport = service();
    return transport instanceof LongCallTransport patient
        ? patient.createForLongCalls(longest)
        : transport.createHttpClientBuilder();
  }

  static SdkHttpClient transport() {
    return service().createHttpClientBuilder().build();
  }

  /** The one that comes first in the class path: in Lambda there is one, that of the jar. */
  private static SdkHttpService service() {
    return ServiceLoader.load(SdkHttpService.class, AwsClients.class.getClassLoader())
        .findFirst()
        .orElseThrow();
  }

  private static AwsCredentialsProvider credentials() {
    return AwsCredentialsProviderChain.of(
        SystemPropertyCredentialsProvider.create(),
        EnvironmentVariableCredentialsProvider.create(),
        ContainerCredentialsProvider.create());
  }
}
