package dev.coalmine.embedded.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler whose caller is gone goes on, for as long as its time-out. */
@Timeout(60)
class LostInvocationsTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final VirtualClock clock = new VirtualClock(START);
  private final LambdaControl lambda = new LambdaService(clock, 7, Runnable::run, clock).control();
  private final LostInvocations lost = lambda.lostInvocations();
  private final List<String> log = new ArrayList<>();

  LostInvocationsTest() {
    lambda.createFunction("orders", "Handler", new byte[] {1}, Map.of());
    lambda.configure("orders", Map.of("Timeout", 30));
    lambda.publish("orders", new byte[] {1});
    lost.allow();
    lost.onLateEnd((call, end) -> log("late end " + end));
  }

  private void log(String what) {
    log.add(Duration.between(START, clock.instant()).toSeconds() + " s: " + what);
  }

  private String invoke(Runnable code) {
    lambda.setRunner(
        "orders",
        call -> {
          log("begins");
          code.run();
          log("goes on");
          byte[] done = "\"done\"".getBytes(StandardCharsets.UTF_8);
          return new FunctionRunner.FunctionResult(done, false, Duration.ofMillis(1));
        });
    return new String(
        lambda.invoke("orders", "{}".getBytes(StandardCharsets.UTF_8)).payload(),
        StandardCharsets.UTF_8);
  }

  @Test
  void aHandlerOnAThreadOfItsOwnAnswersAsEver() {
    assertThat(invoke(() -> {})).isEqualTo("\"done\"");
    assertThat(log).containsExactly("0 s: begins", "0 s: goes on");
  }

  @Test
  void aLostHandlerGoesOnLater() {
    assertThatExceptionOfType(AwsError.class)
        .isThrownBy(() -> invoke(() -> lost.loseCaller(Duration.ofSeconds(12))))
        .matches(error -> error.code().equals("SdkClientException"));
    assertThat(log).containsExactly("0 s: begins");
    clock.run();

    assertThat(log).endsWith("12 s: goes on", "12 s: late end \"done\"");
  }

  @Test
  void aHandlerCanBeLostTwice() {
    assertThatExceptionOfType(AwsError.class)
        .isThrownBy(
            () ->
                invoke(
                    () -> {
                      lost.loseCaller(Duration.ofSeconds(5));
                      lost.loseCaller(Duration.ofSeconds(7));
                    }));
    clock.run();

    assertThat(log).endsWith("12 s: goes on", "12 s: late end \"done\"");
  }

  @Test
  void aLostHandlerIsKilledAtItsTimeOut() {
    assertThatExceptionOfType(AwsError.class)
        .isThrownBy(() -> invoke(() -> lost.loseCaller(Duration.ofMinutes(7))));
    clock.run();

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(30));
    assertThat(log).hasSize(2).last().asString().contains("30 s: late end", "Runtime.ExitError");
  }

  @Test
  void aKilledHandlerDoesNothingMore() {
    assertThat(invoke(lost::kill)).contains("Runtime.ExitError", "signal: killed");
    assertThat(log).containsExactly("0 s: begins");
  }
}
