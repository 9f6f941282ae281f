package dev.coalmine.embedded.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.RateLimits;
import dev.coalmine.embedded.clock.SteppedTaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.lambda.LambdaService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A client on a virtual clock waits between its attempts in virtual time, by its own strategy. */
class VirtualRetriesTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final VirtualClock clock = new VirtualClock(START);
  private final SteppedTaskExecutor steps = new SteppedTaskExecutor(clock);
  private final EmbeddedAws aws =
      new EmbeddedAws(
          List.of(new LambdaService(clock, 1)),
          new FaultInjection(),
          RateLimits.awsDefaults(clock),
          () -> {},
          Map.of());
  private final InProcessTransport.InProcessAddress address = InProcessTransport.open(aws::handle);
  private final AtomicReference<String> outcome = new AtomicReference<>("");

  @AfterEach
  void close() {
    address.close();
    steps.close();
    aws.close();
  }

  private LambdaClient client(ClientOverrideConfiguration settings) {
    steps.bindThread();
    return unboundClient(settings);
  }

  private LambdaClient unboundClient(ClientOverrideConfiguration settings) {
    return LambdaClient.builder()
        .endpointOverride(address.uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClient(new InProcessTransport().createHttpClientBuilder().build())
        .overrideConfiguration(settings)
        .addPlugin(new InProcessTransport())
        .build();
  }

  private Duration call(LambdaClient client) {
    steps.run(
        () -> {
          try {
            outcome.set(client.listFunctions().functions().toString());
          } catch (RuntimeException e) {
            outcome.set(e.getClass().getSimpleName());
          }
        });
    clock.run();
    return Duration.between(START, clock.instant());
  }

  @Test
  void aThrottledCallIsSentAgainWhenItsTurnComes() {
    LambdaClient client = client(ClientOverrideConfiguration.builder().build());
    for (int n = 0; n < 15; n++) {
      assertThat(call(client)).isZero();
    }
    Duration next = call(client);
    assertThat(outcome).hasValue("[]");
    assertThat(next).isBetween(Duration.ofMillis(60), Duration.ofSeconds(8));
    assertThat(aws.callCounts().get("lambda:ListFunctions"))
        .satisfies(count -> assertThat(count.calls()).isEqualTo(16 + count.throttled()))
        .satisfies(count -> assertThat(count.throttled()).isPositive());
  }

  @Test
  void theStrategyOfTheClientDecidesHowOften() {
    aws.faults().always("ListFunctions", Fault.throttled());
    call(client(retrying(7).build()));
    assertThat(outcome).hasValue("TooManyRequestsException");
    assertThat(aws.callCounts().get("lambda:ListFunctions").calls()).isEqualTo(7);
  }

  @Test
  void theTimeOfACallIsVirtual() {
    aws.faults().always("ListFunctions", Fault.throttled());
    LambdaClient client = client(retrying(50).apiCallTimeout(Duration.ofSeconds(8)).build());
    assertThat(call(client)).isEqualTo(Duration.ofSeconds(8));
    assertThat(outcome).hasValue("ApiCallTimeoutException");
  }

  /** The wait would be an hour of wall time. */
  @Test
  @Timeout(60)
  void onTheThreadOfAClockTheCallIsSentAgainAtOnce() {
    aws.faults().always("ListFunctions", Fault.throttled());
    Duration hour = Duration.ofHours(1);
    LambdaClient client =
        unboundClient(
            ClientOverrideConfiguration.builder()
                .retryStrategy(
                    StandardRetryStrategy.builder()
                        .maxAttempts(4)
                        .throttlingBackoffStrategy(BackoffStrategy.fixedDelay(hour))
                        .build())
                .build());
    clock.runAt(START, () -> assertThatThrownBy(client::listFunctions).hasMessageContaining("429"));
    clock.run();
    assertThat(aws.callCounts().get("lambda:ListFunctions").calls()).isEqualTo(4);
    assertThat(clock.instant()).isEqualTo(START);
  }

  private static ClientOverrideConfiguration.Builder retrying(int attempts) {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(StandardRetryStrategy.builder().maxAttempts(attempts).build());
  }
}
