package dev.coalmine.embedded;

import static dev.coalmine.embedded.LambdaFixture.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

class FaultInjectionTest {
  private final LambdaFixture fixture = new LambdaFixture().withOrders(3);

  @AfterEach
  void close() {
    fixture.close();
  }

  private GetAliasResponse read() {
    return fixture.client.getAlias(request -> request.functionName("orders").name("live"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GetAlias", "lambda:GetAlias"})
  void clientRetriesAThrottledCall(String operation) {
    fixture.faults.next(operation, Fault.throttled());
    assertThat(read().functionVersion()).isEqualTo("1");
  }

  @Test
  void standingFaultComesAfterTheQueuedOnesUntilCleared() {
    fixture.faults.next("GetAlias", Fault.none());
    fixture.faults.always("GetAlias", Fault.throttled());
    try (LambdaClient hasty = fixture.client("", AwsRetryStrategy.doNotRetry())) {
      GetAliasRequest live = GetAliasRequest.builder().functionName("orders").name("live").build();
      assertThat(hasty.getAlias(live).functionVersion()).isEqualTo("1");
      assertThatExceptionOfType(TooManyRequestsException.class)
          .isThrownBy(() -> hasty.getAlias(live))
          .matches(e -> e.statusCode() == 429)
          .matches(e -> e.reasonAsString().equals("CallerRateLimitExceeded"))
          .matches(e -> e.retryAfterSeconds().equals("0"));
      fixture.faults.clear();
      assertThat(hasty.getAlias(live).functionVersion()).isEqualTo("1");
    }
  }

  @Test
  void clientRetriesAServiceError() {
    fixture.faults.next("GetAlias", Fault.serviceError(), Fault.serviceError());
    assertThat(read().functionVersion()).isEqualTo("1");
  }

  @Test
  void lostAnswerIsAppliedAndItsRetryFindsAStaleRevision() {
    fixture.faults.next("UpdateAlias", Fault.lostResponse());
    String revision = read().revisionId();
    assertThatExceptionOfType(PreconditionFailedException.class)
        .isThrownBy(
            () -> fixture.client.updateAlias(live(Map.of("2", 0.1)).revisionId(revision).build()));
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("2", 0.1));
  }

  @Test
  void anotherCallerChangesFirst() {
    String revision = read().revisionId();
    fixture.faults.next(
        "UpdateAlias",
        Fault.before(() -> fixture.lambda.putAlias("orders", "live", "3", Map.of())));
    assertThatExceptionOfType(PreconditionFailedException.class)
        .isThrownBy(
            () -> fixture.client.updateAlias(live(Map.of("2", 0.1)).revisionId(revision).build()));
    assertThat(read().functionVersion()).isEqualTo("3");
  }

  @Test
  void anotherCallerChangesAfterwards() {
    fixture.faults.next(
        "UpdateAlias", Fault.after(() -> fixture.lambda.putAlias("orders", "live", "3", Map.of())));
    assertThat(fixture.client.updateAlias(live(Map.of("2", 0.1)).build()).functionVersion())
        .isEqualTo("1");
    assertThat(read().functionVersion()).isEqualTo("3");
  }

  @Test
  void faultsComeOneACallInOrder() {
    fixture.faults.next(
        "GetAlias", Fault.none(), Fault.error(409, "ResourceConflictException", "not now"));
    assertThat(read().functionVersion()).isEqualTo("1");
    assertThatExceptionOfType(ResourceConflictException.class)
        .isThrownBy(this::read)
        .withMessageContaining("not now");
    assertThat(read().functionVersion()).isEqualTo("1");
  }

  @Test
  void clearingOneOperationLeavesTheOthers() {
    fixture.faults.always("GetAlias", Fault.error(403, "AccessDeniedException", "no"));
    fixture.faults.always("UpdateAlias", Fault.error(403, "AccessDeniedException", "no"));
    fixture.faults.clear("GetAlias");
    assertThat(read().functionVersion()).isEqualTo("1");
    assertThatExceptionOfType(LambdaException.class)
        .isThrownBy(() -> fixture.client.updateAlias(live().build()));
  }

  @ParameterizedTest
  @CsvSource({
    "lambda:GetAlias, 429, TooManyRequestsException",
    "apigateway:PATCH, 429, TooManyRequestsException",
    "states:StartExecution, 400, ThrottlingException",
    "cloudwatch:DescribeAlarms, 400, Throttling",
    "events:PutEvents, 400, ThrottlingException"
  })
  void everyServiceThrottlesInItsOwnFormat(String operation, int status, String code) {
    AwsError error = Fault.throttling(operation, 1);
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.code()).isEqualTo(code);
  }

  @Test
  void clientRetriesABrokenConnection() {
    fixture.faults.next("GetAlias", Fault.connectionReset(), Fault.connectionReset());
    assertThat(read().functionVersion()).isEqualTo("1");
  }

  @Test
  void aCallWhoseConnectionBreaksAfterwardsIsApplied() {
    fixture.faults.next("UpdateAlias", Fault.lostConnection());
    try (LambdaClient hasty = fixture.client("", AwsRetryStrategy.doNotRetry())) {
      assertThatExceptionOfType(SdkClientException.class)
          .isThrownBy(() -> hasty.updateAlias(live(Map.of("2", 0.1)).build()));
    }
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("2", 0.1));
  }

  @ParameterizedTest
  @CsvSource({
    "lambda:GetAlias, 403, AccessDeniedException",
    "apigateway:PATCH, 403, AccessDeniedException",
    "cloudwatch:DescribeAlarms, 403, AccessDenied",
    "states:StartExecution, 400, AccessDeniedException",
  })
  void accessIsDeniedInTheWordsOfTheService(String operation, int status, String code) {
    assertThatExceptionOfType(AwsError.class)
        .isThrownBy(() -> Fault.accessDenied().apply(operation, () -> null))
        .matches(error -> error.status() == status && error.code().equals(code));
  }

  @Test
  void aCallThatIsDeliveredTwiceIsAnsweredOnce() {
    String before = read().revisionId();
    fixture.faults.next("UpdateAlias", Fault.deliveredTwice());
    assertThatExceptionOfType(PreconditionFailedException.class)
        .isThrownBy(
            () -> fixture.client.updateAlias(live(Map.of("2", 0.1)).revisionId(before).build()));
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("2", 0.1));
  }

  @Test
  void anInterceptorSeesTheRequestAndStandsAroundOtherFaults() {
    List<String> seen = new ArrayList<>();
    fixture.faults.intercept(
        (request, operation, call) -> {
          seen.add(operation + " " + request.applicationId());
          return call.get();
        });
    fixture.faults.next("GetAlias", Fault.throttled());
    try (LambdaClient named = fixture.client("Rollback")) {
      named.getAlias(request -> request.functionName("orders").name("live"));
    }
    fixture.faults.clear();
    read();

    assertThat(seen).containsExactly("lambda:GetAlias Rollback", "lambda:GetAlias Rollback");
  }
}
