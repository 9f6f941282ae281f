package dev.coalmine.aws;

import java.time.Duration;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/**
 * Builds the SDK's clients from the environment that Lambda sets. Slower sources of region and
 * credentials are left out.
 */
final class AwsClients {
  /** The time limit of one attempt. */
  static final Duration ATTEMPT = Duration.ofSeconds(3);

  /** The time limit of a call with the SDK's retries; a handler makes several calls in its 30 s. */
  private static final Duration CALL = Duration.ofSeconds(8);

  /** The clock of all clients' time limits. The SDK would start threads of its own for each. */
  private static final ScheduledExecutorService TIMER =
      Executors.newScheduledThreadPool(
          1,
          work -> {
            Thread thread = new Thread(work, "sdk-time-limits");
            thread.setDaemon(true);
            return thread;
          });

  private AwsClients() {}

  /**
   * Builds a client now, at init, for a handler that uses it in every invocation. It is for the
   * function's Region, with the credentials of the function's role. With SnapStart they come from
   * the container endpoint, else from environment variables.
   *
   * @param caller the calling state, which CloudTrail shows in the user agent
   */
  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      Class<C> type, B builder, String caller) {
    C client = built(builder, caller, limits -> limit(limits, caller));
    return FailureNames.of(type, () -> client);
  }

  /** The same client, but built at its first call: not every invocation uses it. */
  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C whenUsed(
      Class<C> type, Supplier<B> builder, String caller) {
    return FailureNames.of(
        type, new Lazy<>(() -> built(builder.get(), caller, limits -> limit(limits, caller))));
  }

  private static void limit(ClientOverrideConfiguration.Builder limits, String caller) {
    limits
        .apiCallTimeout(CALL)
        .apiCallAttemptTimeout(ATTEMPT)
        .retryStrategy(new ThrottlePace(caller));
  }

  /**
   * Builds a client for long calls. It does not retry, because a retry would repeat the effect of
   * the call.
   *
   * @param longest the time limit of a call
   */
  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C buildForLongCalls(
      Class<C> type, B builder, String caller, Duration longest) {
    C client =
        built(
            builder,
            caller,
            limits ->
                limits
                    .apiCallTimeout(longest)
                    .apiCallAttemptTimeout(longest)
                    .retryStrategy(DefaultRetryStrategy.doNotRetry()));
    return FailureNames.of(type, () -> client);
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C built(
      B builder, String caller, Consumer<ClientOverrideConfiguration.Builder> limits) {
    SdkHttpService service = transportService();
    if (service instanceof SdkPlugin plugin) { // of the local mode, whose time is its own
      builder.addPlugin(plugin);
    }
    return builder
        .region(new SystemSettingsRegionProvider().getRegion())
        .credentialsProvider(SnapStart.OF_PROCESS.credentials(credentials()))
        .httpClient(SnapStart.OF_PROCESS.transport(service.createHttpClientBuilder().build()))
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .applyMutation(limits)
                .scheduledExecutorService(TIMER)
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "app/" + caller)
                .build())
        .build();
  }

  /**
   * A setting of the environment, as Lambda has it; empty if there is none. As with the SDK's own
   * settings, a system property takes precedence, which the local mode sets.
   */
  static String setting(String property, String variable) {
    return System.getProperty(property, Objects.requireNonNullElse(System.getenv(variable), ""));
  }

  /** The first transport in the class path; the Lambda jar has one. */
  static SdkHttpClient transport() {
    return transportService().createHttpClientBuilder().build();
  }

  private static SdkHttpService transportService() {
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
