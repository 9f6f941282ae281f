package dev.coalmine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedFunctionTest {
  private final SettableClock clock = new SettableClock();
  private final List<Duration> pauses = new ArrayList<>();
  private final SimulatedFunction function = new SimulatedFunction(clock, 7, pauses::add);

  private FunctionRunner.FunctionResult run(String payload, Map<String, String> environment) {
    return run("9", payload, environment);
  }

  private FunctionRunner.FunctionResult run(
      String version, String payload, Map<String, String> environment) {
    return function.run(
        new FunctionRunner.FunctionCall(
            "orders",
            version,
            Arns.function("orders", version),
            "id",
            environment,
            Duration.ofSeconds(3),
            128,
            payload.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(FunctionRunner.FunctionResult result) {
    return new String(result.payload(), StandardCharsets.UTF_8);
  }

  @Test
  void withoutVariablesItSucceedsAtOnce() {
    FunctionRunner.FunctionResult result = run("{}", Map.of());
    assertThat(result.failed()).isFalse();
    assertThat(result.duration()).isEqualTo(Duration.ofMillis(1));
    assertThat(pauses).isEmpty();
  }

  @Test
  void callersThroughApiGatewayGetAProxyResponse() {
    assertThat(text(run("{\"httpMethod\": \"GET\", \"requestContext\": {}}", Map.of())))
        .contains("\"statusCode\":200")
        .contains("\"{\\\"function\\\":\\\"orders\\\",\\\"version\\\":\\\"9\\\"}\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "{\"httpMethod\": 1}", "[]", "7", "null", "\"text\""})
  void otherCallersGetNull(String payload) {
    assertThat(text(run(payload, Map.of()))).isEqualTo("null");
  }

  @Test
  void itsErrorRateIsTheShareThatFails() {
    Map<String, String> environment = Map.of("COALMINE_ERROR_RATE", "0.25");
    long failed = IntStream.range(0, 4_000).filter(n -> run("{}", environment).failed()).count();
    assertThat(failed / 4_000.0).isCloseTo(0.25, within(0.02));
  }

  @Test
  void aFailureNamesFunctionAndVersion() {
    FunctionRunner.FunctionResult result = run("{}", Map.of("COALMINE_ERROR_RATE", "1"));
    assertThat(result.failed()).isTrue();
    assertThat(text(result)).contains("version 9 of orders fails as configured");
  }

  @Test
  void itsShareOf500IsAnsweredByInvocationsThatSucceed() {
    Map<String, String> environment =
        Map.of("COALMINE_HTTP_500_RATE", "0.25", "COALMINE_ERROR_RATE", "0.2");
    String get = "{\"httpMethod\": \"GET\", \"requestContext\": {}}";
    List<FunctionRunner.FunctionResult> results =
        IntStream.range(0, 4_000).mapToObj(n -> run(get, environment)).toList();

    long failed = results.stream().filter(FunctionRunner.FunctionResult::failed).count();
    long answered500 =
        results.stream().filter(result -> text(result).contains("\"statusCode\":500")).count();
    assertThat(failed / 4_000.0).isCloseTo(0.2, within(0.02));
    assertThat(answered500 / 4_000.0).isCloseTo(0.8 * 0.25, within(0.02));
    assertThat(results)
        .allMatch(result -> !result.failed() || !text(result).contains("statusCode"));
  }

  @Test
  void itAnswers500AfterADelayToo() {
    Map<String, String> environment =
        Map.of("COALMINE_HTTP_500_RATE", "1", "COALMINE_ERRORS_AFTER", "PT2M");
    String get = "{\"httpMethod\": \"GET\", \"requestContext\": {}}";

    assertThat(text(run(get, environment))).contains("\"statusCode\":200");
    clock.advance(Duration.ofMinutes(2));
    assertThat(run(get, environment).failed()).isFalse();
    assertThat(text(run(get, environment))).contains("\"statusCode\":500");
  }

  @Test
  void itFailsAfterADelayFromItsFirstRequest() {
    Map<String, String> environment = Map.of("COALMINE_ERRORS_AFTER", "PT2M");
    clock.advance(Duration.ofHours(1));
    assertThat(run("{}", environment).failed()).isFalse();
    clock.advance(Duration.ofSeconds(119));
    assertThat(run("{}", environment).failed()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(run("{}", environment).failed()).isTrue();
    assertThat(run("10", "{}", environment).failed()).as("another version").isFalse();
  }

  @Test
  void itsLatencyIsTheMedianOfItsDurations() {
    Map<String, String> environment = Map.of("COALMINE_LATENCY_MS", "120");
    List<Long> took =
        IntStream.range(0, 2_001)
            .mapToObj(n -> run("{}", environment).duration().toMillis())
            .sorted()
            .toList();
    assertThat(took.get(1_000).doubleValue()).isCloseTo(120, within(6.0));
    assertThat(took.get(1_800)).isGreaterThan(200);
    assertThat(pauses).hasSize(2_001);
  }

  @Test
  void longerThanItsTimeoutIsAFailure() {
    FunctionRunner.FunctionResult result = run("{}", Map.of("COALMINE_LATENCY_MS", "900000"));
    assertThat(result.failed()).isTrue();
    assertThat(result.duration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(text(result)).contains("Task timed out after 3.00 seconds");
    assertThat(pauses).containsExactly(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource({
    "COALMINE_ERROR_RATE, 5 %, COALMINE_ERROR_RATE must be a number from 0 to 1",
    "COALMINE_ERROR_RATE, 1.01, from 0 to 1",
    "COALMINE_ERROR_RATE, -0.1, from 0 to 1",
    "COALMINE_ERROR_RATE, NaN, from 0 to 1",
    "COALMINE_HTTP_500_RATE, often, COALMINE_HTTP_500_RATE must be a number from 0 to 1",
    "COALMINE_ERRORS_AFTER, 2 min, COALMINE_ERRORS_AFTER must be an ISO-8601 duration",
    "COALMINE_ERRORS_AFTER, -PT2M, COALMINE_ERRORS_AFTER must be an ISO-8601 duration",
    "COALMINE_LATENCY_MS, slow, COALMINE_LATENCY_MS must be a number from 0 to 900000",
    "COALMINE_LATENCY_MS, 900001, from 0 to 900000",
  })
  void aBadValueFailsTheInvocationByName(String name, String value, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("{}", Map.of(name, value)))
        .withMessageContaining(said)
        .withMessageContaining("not \"" + value + "\"");
  }
}
