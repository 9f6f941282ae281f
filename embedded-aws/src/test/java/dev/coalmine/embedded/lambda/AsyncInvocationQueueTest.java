package dev.coalmine.embedded.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.EventFixture;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AsyncInvocationQueueTest {
  private final EventFixture fixture = new EventFixture();
  private final List<Long> attempts = new ArrayList<>();

  private void invoke(FunctionRunner runner) {
    fixture.lambda.createFunction(
        "orders",
        "Orders",
        new byte[] {1},
        Map.of(),
        call -> {
          attempts.add(fixture.seconds());
          return runner.run(call);
        });
    fixture.aws.handle(ServiceCaller.invokeRequest("orders", "{}", "anybody"));
    assertThat(attempts).isEmpty();
    fixture.clock.run();
  }

  private static FunctionRunner.FunctionResult answer(boolean failed) {
    return new FunctionRunner.FunctionResult(
        "{}".getBytes(StandardCharsets.UTF_8), failed, Duration.ofMillis(1));
  }

  @Test
  void aSuccessfulInvocationRunsOnce() {
    invoke(call -> answer(false));

    assertThat(attempts).containsExactly(0L);
  }

  @Test
  void aFailedInvocationIsRetriedTwice() {
    invoke(call -> answer(true));

    assertThat(attempts).containsExactly(0L, 60L, 180L);
  }

  @Test
  void aRecoveredInvocationIsNotRetried() {
    invoke(call -> answer(attempts.size() < 2));

    assertThat(attempts).containsExactly(0L, 60L);
  }

  @Test
  void retriesCanBeSetToZero() {
    fixture.lambda.setAsyncRetries("orders", 0);
    invoke(call -> answer(true));

    assertThat(attempts).containsExactly(0L);
  }

  @Test
  void aThrottledInvocationIsRetriedForSixHours() {
    invoke(
        call -> {
          throw new AwsError(429, "TooManyRequestsException", "Rate exceeded");
        });

    assertThat(attempts).startsWith(0L, 1L, 3L, 7L, 15L);
    assertThat(attempts.get(attempts.size() - 1)).isBetween(21_300L, 21_600L);
  }
}
