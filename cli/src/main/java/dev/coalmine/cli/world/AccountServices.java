package dev.coalmine.cli.world;

import dev.coalmine.cli.sam.StackServices;
import dev.coalmine.embedded.apigateway.ApiGatewayService;
import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.cloudformation.CloudFormationService;
import dev.coalmine.embedded.cloudtrail.CloudTrail;
import dev.coalmine.embedded.cloudwatch.CloudWatchService;
import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetrics;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetrics;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.codepipeline.CodePipelineService;
import dev.coalmine.embedded.eventbridge.AlarmEvents;
import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.eventbridge.QueueEventSource;
import dev.coalmine.embedded.eventbridge.SnsTopics;
import dev.coalmine.embedded.eventbridge.SqsQueues;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.lambda.LambdaService;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.net.URI;
import java.util.concurrent.Executor;

/**
 * The services of one account, except Step Functions, whose state machines come from the template.
 */
record AccountServices(
    LambdaService lambdaService,
    CloudWatchService cloudWatch,
    ApiGatewayService apiGateway,
    LambdaMetrics lambdaMetrics,
    ApiGatewayMetrics apiGatewayMetrics,
    SqsQueues queues,
    QueueEventSource eventSources,
    SnsTopics topics,
    EventBridgeService events,
    CodePipelineService pipelines,
    CloudFormationService stacks,
    CloudTrail trail) {

  /**
   * Creates the services of an empty account.
   *
   * @param wallTime runs functions that are invoked asynchronously
   * @param seed of all random values: ids, delays of metrics
   * @param calls sends the calls that one service makes to another
   * @param stacksAddress where CloudFormation takes the responses of custom resources
   */
  static AccountServices create(
      SchedulingClock clock,
      TaskExecutor wallTime,
      long seed,
      ServiceCaller calls,
      URI stacksAddress) {
    // Scheduled on the clock, so that in virtual time one runs after the other.
    Executor asynchronous = work -> clock.runAt(clock.instant(), () -> wallTime.run(work));
    LambdaService lambdaService = new LambdaService(clock, seed, asynchronous, clock);
    MetricStore metrics = new MetricStore();
    CloudWatchService cloudWatch = new CloudWatchService(metrics, clock, Arns.REGION, Arns.ACCOUNT);
    SqsQueues queues = new SqsQueues(clock, seed);
    SnsTopics topics = new SnsTopics(clock, seed);
    EventBridgeService events =
        new EventBridgeService(clock, seed, calls, lambdaService.control(), queues, topics);
    cloudWatch.onStateChange(new AlarmEvents(events)::publish);
    return new AccountServices(
        lambdaService,
        cloudWatch,
        new ApiGatewayService(clock, seed),
        LambdaMetrics.delayed(metrics, seed),
        ApiGatewayMetrics.delayed(metrics, seed),
        queues,
        new QueueEventSource(clock, queues, calls, asynchronous),
        topics,
        events,
        new CodePipelineService(clock, seed, calls),
        new CloudFormationService(stacksAddress, clock, seed, calls),
        new CloudTrail(events, clock, seed));
  }

  /** Lambda, for callers within the process. */
  LambdaControl lambda() {
    return lambdaService.control();
  }

  /** The services that a stack's resources are created in. */
  StackServices forStack() {
    return new StackServices(lambda(), events, queues, eventSources, topics);
  }
}
