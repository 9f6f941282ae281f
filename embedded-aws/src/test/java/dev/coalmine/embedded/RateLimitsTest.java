package dev.coalmine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.lambda.LambdaService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
  private final SettableClock clock = new SettableClock();
  private final RateLimits limits = RateLimits.awsDefaults(clock);

  private long admitted(String operation, int calls) {
    long admitted = 0;
    for (int n = 0; n < calls; n++) {
      admitted += limits.tryAcquire(operation) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void lambdaControlPlaneSharesOneBucket() {
    assertThat(admitted("lambda:GetAlias", 10)).isEqualTo(10);
    assertThat(admitted("lambda:UpdateAlias", 10)).isEqualTo(5);
  }

  @Test
  void getFunctionAndInvokeHaveLimitsOfTheirOwn() {
    assertThat(admitted("lambda:GetAlias", 20)).isEqualTo(15);
    assertThat(admitted("lambda:GetFunction", 200)).isEqualTo(100);
    assertThat(admitted("lambda:InvokeFunction", 20_000)).isEqualTo(10_000);
  }

  @Test
  void getPolicyHasALimitOfItsOwn() {
    assertThat(admitted("lambda:GetAlias", 20)).isEqualTo(15);
    assertThat(admitted("lambda:GetPolicy", 20)).isEqualTo(15);
  }

  @Test
  void deploymentsCountAmongAllCallsOfApiGatewayToo() {
    assertThat(admitted("apigateway:CreateDeployment", 3)).isEqualTo(1);
    assertThat(admitted("apigateway:UpdateStage", 50)).isEqualTo(39);
    clock.advance(Duration.ofMillis(4900));
    assertThat(admitted("apigateway:CreateDeployment", 1)).isZero();
    assertThat(admitted("apigateway:GetStage", 50)).isEqualTo(40);
    clock.advance(Duration.ofMillis(100));
    assertThat(admitted("apigateway:CreateDeployment", 1)).isEqualTo(1);
  }

  @Test
  void tokensFlowWithTheClock() {
    admitted("lambda:GetAlias", 15);
    clock.advance(Duration.ofMillis(200));
    assertThat(admitted("lambda:GetAlias", 10)).isEqualTo(3);
    clock.advance(Duration.ofHours(1));
    assertThat(admitted("lambda:GetAlias", 100)).isEqualTo(15);
  }

  /** Bucket and refill: the calls at once, and those of the next ten seconds. */
  @ParameterizedTest
  @CsvSource({
    "states:StartExecution, 1300, 1300",
    "states:RedriveExecution, 1300, 1300",
    "states:StopExecution, 1000, 1000",
    "states:DescribeExecution, 300, 150",
    "states:GetExecutionHistory, 400, 200",
    "states:ListExecutions, 200, 50",
    "states:DescribeStateMachine, 200, 200",
    "states:DescribeStateMachineForExecution, 200, 10",
    "states:ListStateMachines, 100, 50",
    "states:SendTaskSuccess, 3000, 3000",
    "states:SendTaskFailure, 3000, 3000",
    "cloudwatch:DescribeAlarms, 9, 9",
    "cloudwatch:DescribeAlarmHistory, 20, 20",
    "cloudwatch:GetMetricData, 50, 50",
    "cloudwatch:PutMetricAlarm, 3, 3",
    "events:PutEvents, 10000, 10000",
    "apigateway:GetResources, 5, 5",
    "apigateway:UpdateStage, 40, 40",
    "lambda:GetProvisionedConcurrencyConfig, 15, 15",
    "lambda:ListVersionsByFunction, 15, 15"
  })
  void eachOperationHasItsQuota(String operation, int atOnce, int tenSecondsLater) {
    assertThat(admitted(operation, 20_000)).isEqualTo(atOnce);
    clock.advance(Duration.ofSeconds(10));
    assertThat(admitted(operation, 20_000)).isEqualTo(tenSecondsLater);
  }

  @Test
  void sendingResultsHasABucketForEachOperation() {
    assertThat(admitted("states:SendTaskSuccess", 4000)).isEqualTo(3000);
    assertThat(admitted("states:SendTaskFailure", 4000)).isEqualTo(3000);
  }

  @Test
  void resourcesCountAmongAllCallsOfApiGatewayToo() {
    assertThat(admitted("apigateway:GetStage", 38)).isEqualTo(38);
    assertThat(admitted("apigateway:GetResources", 5)).isEqualTo(2);
  }

  @Test
  void unnamedOperationsAndNoLimitsAdmitEverything() {
    assertThat(admitted("events:PutRule", 1000)).isEqualTo(1000);
    assertThat(RateLimits.off().tryAcquire("lambda:GetAlias")).isTrue();
  }

  @Test
  void overTheLimitIsThrottledInTheServicesFormat() {
    LambdaService lambda = new LambdaService(clock, 1);
    WireRequest request =
        new WireRequest("GET", "/2015-03-31/functions", Map.of(), Map.of(), new byte[0]);
    RateLimits one = RateLimits.off().limit("lambda:.*", 1, 0.001);
    try (EmbeddedAws aws =
        new EmbeddedAws(List.of(lambda), new FaultInjection(), one, () -> {}, Map.of())) {
      assertThat(aws.handle(request).status()).isEqualTo(200);
      WireResponse second = aws.handle(request);
      assertThat(second.status()).isEqualTo(429);
      assertThat(second.headers())
          .containsEntry("x-amzn-ErrorType", "TooManyRequestsException")
          .containsKey("Retry-After");
    }
  }
}
