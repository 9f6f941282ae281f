package dev.coalmine.embedded.lambda;

import static dev.coalmine.embedded.LambdaFixture.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.LambdaFixture;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

class LambdaInvokerTest {
  private final LambdaFixture fixture = new LambdaFixture().withOrders(2);
  private final List<Invocation> received = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  private InvokeResponse invoke(String qualifier, String payload) {
    return fixture.client.invoke(
        request ->
            request
                .functionName("orders")
                .qualifier(qualifier)
                .payload(SdkBytes.fromUtf8String(payload)));
  }

  private void answer(String text) {
    fixture.lambda.setRunner(
        "orders",
        call ->
            new FunctionRunner.FunctionResult(
                text.getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(20)));
  }

  /** The runner invokes once more while it runs. */
  @Test
  void beyondTheConcurrencyInvocationsAreThrottled() {
    fixture.lambda.limitConcurrency(1);
    fixture.lambda.addListener(received::add);
    List<WireResponse> second = new ArrayList<>();
    WireRequest again =
        new WireRequest(
            "POST",
            "/2015-03-31/functions/orders:2/invocations",
            Map.of(),
            Map.of(),
            "{}".getBytes(StandardCharsets.UTF_8));
    fixture.lambda.setRunner(
        "orders",
        call -> {
          second.add(fixture.aws.handle(again));
          return FunctionRunner.RETURNS_NULL.run(call);
        });
    assertThat(fixture.aws.handle(again).status()).isEqualTo(200);
    assertThat(second.get(0).status()).isEqualTo(429);
    assertThat(new String(second.get(0).body(), StandardCharsets.UTF_8))
        .contains("ConcurrentInvocationLimitExceeded");
    assertThat(received).extracting(Invocation::throttled).containsExactly(true, false);
    assertThat(fixture.aws.handle(again).status()).isEqualTo(200);
  }

  @Test
  void functionWithoutBehaviourAnswersNull() {
    InvokeResponse answer = invoke("2", "{}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.payload().asUtf8String()).isEqualTo("null");
    assertThat(answer.executedVersion()).isEqualTo("2");
    assertThat(answer.functionError()).isNull();
  }

  @Test
  void withoutQualifierTheLatestRuns() {
    assertThat(fixture.client.invoke(request -> request.functionName("orders")).executedVersion())
        .isEqualTo("$LATEST");
  }

  @Test
  void aliasPicksByWeight() {
    fixture.client.updateAlias(live(Map.of("2", 0.3)).build());
    List<String> executed = new ArrayList<>();
    for (int n = 0; n < 400; n++) {
      executed.add(invoke("live", "{}").executedVersion());
    }
    assertThat(executed.stream().filter("2"::equals).count()).isBetween(90L, 150L);
    assertThat(executed).containsOnly("1", "2");
  }

  @Test
  void runnerGetsWhatAHandlerNeeds() {
    List<FunctionRunner.FunctionCall> calls = new ArrayList<>();
    fixture.lambda.setRunner(
        "orders",
        call -> {
          calls.add(call);
          return FunctionRunner.RETURNS_NULL.run(call);
        });
    InvokeResponse answer = invoke("live", "{\"order\":1}");
    FunctionRunner.FunctionCall call = calls.get(0);
    assertThat(call.version()).isEqualTo("1");
    assertThat(call.invokedArn()).isEqualTo(LambdaFixture.ARN + ":live");
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(new String(call.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"order\":1}");
    assertThat(call.requestId()).isEqualTo(answer.responseMetadata().requestId());
  }

  @Test
  void thrownExceptionIsAnUnhandledError() {
    fixture.lambda.setRunner(
        "orders",
        call -> {
          throw new IllegalStateException("no stock", new ArithmeticException());
        });
    InvokeResponse answer = invoke("1", "{}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(Json.parseObject(answer.payload().asByteArray()))
        .containsEntry("errorMessage", "no stock")
        .containsEntry("errorType", "java.lang.IllegalStateException")
        .containsKey("stackTrace")
        .extractingByKey("cause")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("errorMessage", "java.lang.ArithmeticException");
  }

  @Test
  void listenersReceiveEveryInvocation() {
    fixture.lambda.addListener(received::add);
    answer("\"done\"");
    invoke("live", "{}");
    fixture.lambda.setRunner(
        "orders",
        call -> {
          throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
        });
    assertThatExceptionOfType(AwsError.class)
        .isThrownBy(() -> fixture.lambda.invoke("orders:2", new byte[0]));
    assertThat(received)
        .containsExactly(
            new Invocation(
                "orders",
                "live",
                "1",
                fixture.clock.instant(),
                Duration.ofMillis(20),
                false,
                false),
            new Invocation("orders", "", "2", fixture.clock.instant(), Duration.ZERO, false, true));
  }

  @Test
  void eventIsAcceptedAndRun() {
    fixture.lambda.addListener(received::add);
    InvokeResponse answer =
        fixture.client.invoke(
            request -> request.functionName("orders").invocationType(InvocationType.EVENT));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.payload().asByteArray()).isEmpty();
    assertThat(answer.executedVersion()).isNull();
    assertThat(received).hasSize(1);
  }

  @Test
  void dryRunRunsNothing() {
    fixture.lambda.addListener(received::add);
    assertThat(
            fixture
                .client
                .invoke(
                    request ->
                        request.functionName("orders").invocationType(InvocationType.DRY_RUN))
                .statusCode())
        .isEqualTo(204);
    assertThat(received).isEmpty();
  }

  @Test
  void tailShowsTheVersionInTheLog() {
    String log =
        fixture
            .client
            .invoke(request -> request.functionName("orders").qualifier("2").logType(LogType.TAIL))
            .logResult();
    assertThat(new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8))
        .containsPattern("START RequestId: \\S+ Version: 2");
  }

  @Test
  void payloadMustBeJson() {
    assertThatExceptionOfType(InvalidRequestContentException.class)
        .isThrownBy(() -> invoke("1", "{oops"))
        .withMessageContaining("Could not parse request body into json");
  }

  @Test
  void payloadOverSixMebibytesIsTooLarge() {
    String payload = '"' + "x".repeat(6 * 1024 * 1024) + '"';
    assertThatExceptionOfType(LambdaException.class)
        .isThrownBy(() -> invoke("1", payload))
        .matches(e -> e.statusCode() == 413);
  }

  @Test
  void unknownVersionIsNotFound() {
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> invoke("9", "{}"))
        .withMessageContaining("Function not found: " + LambdaFixture.ARN + ":9");
  }

  @Test
  void pendingVersionCannotBeInvoked() {
    fixture.lambda.setVersionState("orders", "2", FunctionState.PENDING);
    assertThatExceptionOfType(ResourceConflictException.class)
        .isThrownBy(() -> invoke("2", "{}"))
        .withMessageContaining("currently in the following state: Pending");
  }

  @Test
  void runnerMayCallBack() {
    fixture.lambda.setRunner(
        "orders",
        call -> {
          String version =
              fixture
                  .client
                  .getAlias(request -> request.functionName("orders").name("live"))
                  .functionVersion();
          return new FunctionRunner.FunctionResult(
              Json.toBytes(Map.of("live", version)), false, Duration.ofMillis(1));
        });
    assertThat(invoke("2", "{}").payload().asUtf8String()).isEqualTo("{\"live\":\"1\"}");
  }

  @Test
  void sameSeedMakesTheSameRun() {
    try (LambdaFixture other = new LambdaFixture().withOrders(2)) {
      assertThat(other.lambda.trafficSplit("orders", "live"))
          .isEqualTo(fixture.lambda.trafficSplit("orders", "live"));
    }
  }

  @Test
  void throttlingOfARunnerReachesTheClient() {
    fixture.lambda.setRunner(
        "orders",
        call -> {
          throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
        });
    WireRequest request =
        new WireRequest(
            "POST", "/2015-03-31/functions/orders/invocations", Map.of(), Map.of(), new byte[0]);
    WireResponse answer = fixture.aws.handle(request);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "TooManyRequestsException");
  }
}
