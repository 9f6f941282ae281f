package dev.coalmine.embedded;

/**
 * AWS' default rates of the operations that Coalmine and its users call, in us-east-1, each with
 * the page that has it. Where a page gives calls a second alone, a second's calls may come at once.
 * Two quotas need no bucket: StateTransition (5,000 at once, 5,000 a second) delays executions and
 * refuses nothing, and the data points of GetMetricData are limited for each request.
 */
final class AccountQuotas {
  /**
   * A quota.
   *
   * @param operations a regular expression for IAM names
   * @param among whether the next quota that matches applies as well
   * @param burst calls at once
   * @param perSecond calls a second
   */
  private record Quota(String operations, boolean among, int burst, double perSecond) {
    static Quota of(String operations, int burst, double perSecond) {
      return new Quota(operations, false, burst, perSecond);
    }

    static Quota each(String operations, int perSecond) {
      return of(operations, perSecond, perSecond);
    }

    static Quota among(String operations, int burst, double perSecond) {
      return new Quota(operations, true, burst, perSecond);
    }

    RateLimits addTo(RateLimits limits) {
      return among
          ? limits.within(operations, burst, perSecond)
          : limits.limit(operations, burst, perSecond);
    }
  }

  /**
   * Lambda developer guide, "Lambda quotas", function configuration and API requests: ten requests
   * a second for each of the 1,000 concurrent executions; 100 of GetFunction, 15 of GetPolicy, and
   * 15 of all others of the control plane together.
   */
  private static final Quota[] LAMBDA = {
    Quota.each("lambda:InvokeFunction", 10_000),
    Quota.each("lambda:GetFunction", 100),
    Quota.each("lambda:GetPolicy", 15),
    Quota.each("lambda:.*", 15)
  };

  /**
   * API Gateway developer guide, "Quotas for creating, deploying and managing an API": all calls
   * together 10 a second, 40 at once. UpdateStage and GetStage have none of their own.
   */
  private static final Quota[] API_GATEWAY = {
    Quota.among("apigateway:CreateDeployment", 1, 0.2),
    Quota.among("apigateway:GetResources", 5, 2.5),
    Quota.among("apigateway:CreateResource", 5, 5),
    Quota.among("apigateway:CreateRestApi", 1, 1.0 / 3),
    Quota.among("apigateway:DeleteRestApi", 1, 1.0 / 30),
    Quota.of("apigateway:.*", 40, 10)
  };

  /**
   * AWS General Reference, "Amazon CloudWatch endpoints and quotas". It has 500 GetMetricData a
   * second now; accounts had 50 for years (CloudWatch user guide, 2023), so the smaller one counts.
   */
  private static final Quota[] CLOUD_WATCH = {
    Quota.each("cloudwatch:DescribeAlarms", 9),
    Quota.each("cloudwatch:DescribeAlarmHistory", 20),
    Quota.each("cloudwatch:GetMetricData", 50),
    Quota.each("cloudwatch:ListMetrics", 25),
    Quota.each("cloudwatch:PutMetricAlarm", 3),
    Quota.each("cloudwatch:PutCompositeAlarm", 3),
    Quota.each("cloudwatch:SetAlarmState", 3),
    Quota.each("cloudwatch:DeleteAlarms", 3),
    Quota.each("cloudwatch:PutMetricData", 500)
  };

  /**
   * Step Functions developer guide, "Service quotas", API action throttling and other quotas:
   * bucket and refill of Standard workflows.
   */
  private static final Quota[] STEP_FUNCTIONS = {
    Quota.of("states:StartExecution", 1300, 300),
    Quota.of("states:RedriveExecution", 1300, 300),
    Quota.of("states:StopExecution", 1000, 200),
    Quota.of("states:DescribeExecution", 300, 15),
    Quota.of("states:GetExecutionHistory", 400, 20),
    Quota.of("states:ListExecutions", 200, 5),
    Quota.of("states:DescribeStateMachine", 200, 20),
    Quota.of("states:DescribeStateMachineForExecution", 200, 1),
    Quota.of("states:ListStateMachines", 100, 5),
    Quota.of("states:ListTagsForResource", 100, 1),
    Quota.of("states:SendTaskSuccess", 3000, 500),
    Quota.of("states:SendTaskFailure", 3000, 500),
    Quota.of("states:SendTaskHeartbeat", 3000, 500)
  };

  /** EventBridge user guide, "Amazon EventBridge quotas", PutEvents throttle limit. */
  private static final Quota[] EVENT_BRIDGE = {Quota.each("events:PutEvents", 10_000)};

  private AccountQuotas() {}

  static RateLimits addTo(RateLimits limits) {
    for (Quota[] service :
        new Quota[][] {LAMBDA, API_GATEWAY, CLOUD_WATCH, STEP_FUNCTIONS, EVENT_BRIDGE}) {
      for (Quota quota : service) {
        limits = quota.addTo(limits);
      }
    }
    return limits;
  }
}
