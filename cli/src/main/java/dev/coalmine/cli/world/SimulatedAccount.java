package dev.coalmine.cli.world;

import dev.coalmine.cli.CommandReleaseActions;
import dev.coalmine.cli.account.Sleeper;
import dev.coalmine.cli.progress.EngineHistory;
import dev.coalmine.cli.replay.MetricsReplay;
import dev.coalmine.cli.replay.RecordedMetrics;
import dev.coalmine.cli.sam.StackDeployment;
import dev.coalmine.cli.traffic.RouteMinute;
import dev.coalmine.cli.traffic.TrafficGenerator;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.traffic.TrafficSplit;
import dev.coalmine.cli.web.LivePage;
import dev.coalmine.cli.web.PushInterval;
import dev.coalmine.cli.web.ReleaseList;
import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.RateLimits;
import dev.coalmine.embedded.apigateway.ApiGatewayService;
import dev.coalmine.embedded.apigateway.ExecuteApiEndpoint;
import dev.coalmine.embedded.asl.AslInterpreter;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.TaskResource;
import dev.coalmine.embedded.asl.clock.SchedulingClock;
import dev.coalmine.embedded.asl.clock.TaskExecutor;
import dev.coalmine.embedded.cloudformation.CloudFormationService;
import dev.coalmine.embedded.cloudtrail.CloudTrail;
import dev.coalmine.embedded.cloudwatch.CloudWatchService;
import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetrics;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetrics;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.codepipeline.CodePipelineService;
import dev.coalmine.embedded.eventbridge.AlarmEvents;
import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.eventbridge.SnsTopics;
import dev.coalmine.embedded.eventbridge.SqsQueues;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.lambda.Invocation;
import dev.coalmine.embedded.lambda.LambdaService;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.ServiceCaller;
import dev.coalmine.embedded.stepfunctions.StateMachine;
import dev.coalmine.embedded.stepfunctions.StepFunctionsService;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An AWS account on a clock, with Coalmine deployed in it from its template. */
public final class SimulatedAccount {
  public static final String NAME = "coalmine";

  /** The state machine that serves stacks. */
  public static final String STACKS = NAME + "-stacks";

  private final SchedulingClock clock;
  private final LambdaService lambda;
  private final StackDeployment deployment;
  private final CloudWatchService cloudWatch;
  private final ApiGatewayService apiGateway;
  private final LambdaMetrics lambdaMetrics;
  private final ApiGatewayMetrics apiGatewayMetrics;
  private final TrafficSplitReader ways;
  private final SqsQueues queues;
  private final SnsTopics topics;
  private final EventBridgeService events;
  private final CodePipelineService pipelines;
  private final CloudFormationService stacks;
  private final CloudTrail trail;
  private final EmbeddedAws aws;
  private final String stateMachineArn;
  private final Map<String, String> acting = new HashMap<>();
  private final List<BiConsumer<String, FunctionRunner.FunctionResult>> hearers =
      new CopyOnWriteArrayList<>();
  private final List<Consumer<Instant>> callers = new ArrayList<>();

  /**
   * Makes the account and deploys into it.
   *
   * @param laptop whose handlers and template to use; it enters this world
   * @param clock what time it is there
   * @param wallTime where handlers run
   * @param limited whether AWS' rate limits count
   * @param seed of everything that is drawn at random
   * @param listener hears what happens in executions
   */
  public SimulatedAccount(
      LocalRuntime laptop,
      SchedulingClock clock,
      TaskExecutor wallTime,
      boolean limited,
      long seed,
      ExecutionListener listener) {
    this(laptop, clock, wallTime, limited, seed, listener, Map.of());
  }

  /** The same, with values for parameters of the template. */
  public SimulatedAccount(
      LocalRuntime laptop,
      SchedulingClock clock,
      TaskExecutor wallTime,
      boolean limited,
      long seed,
      ExecutionListener listener,
      Map<String, String> parameters) {
    this.clock = clock;
    lambda =
        new LambdaService(
            clock,
            seed,
            work ->
                clock.runAt(clock.instant(), () -> wallTime.run(work)), // in virtual time: in turn
            clock::runAt);
    apiGateway = new ApiGatewayService(clock, seed);
    MetricStore metrics = new MetricStore();
    cloudWatch = new CloudWatchService(metrics, clock, Arns.REGION, Arns.ACCOUNT);
    lambdaMetrics = LambdaMetrics.delayed(metrics, seed);
    apiGatewayMetrics = ApiGatewayMetrics.delayed(metrics, seed);
    ways = new TrafficSplitReader(lambda, apiGateway);
    ServiceCaller calls = request -> aws().handle(request);
    queues = new SqsQueues(clock, seed);
    topics = new SnsTopics(clock, seed);
    events = new EventBridgeService(clock, clock::runAt, seed, calls, lambda, queues, topics);
    pipelines = new CodePipelineService(clock, clock::runAt, seed, calls);
    stacks =
        new CloudFormationService(
            laptop.inProcessAddress().resolve("/_coalmine/stacks/"),
            clock,
            clock::runAt,
            seed,
            calls);
    trail = new CloudTrail(events, clock, clock::runAt, seed);
    cloudWatch.onStateChange(new AlarmEvents(events)::publish);
    AlarmEvaluationTimer ticks = new AlarmEvaluationTimer(clock, cloudWatch, events, this::catchUp);
    events.onRulesChange(ticks::onRulesChanged);
    AslInterpreter interpreter = new AslInterpreter(clock, wallTime, resources(calls), seed);
    deployment =
        new StackDeployment(
            laptop, NAME, parameters, lambda, events, queues, topics, this::notifyAnswerListeners);
    Map<String, StateMachine> machines = deployment.deployFunctions();
    Map<String, dev.coalmine.embedded.asl.StateMachineDefinition> loaded = new LinkedHashMap<>();
    machines.forEach(
        (name, machine) -> {
          acting.put(machine.name(), name);
          loaded.put(
              machine.arn(),
              dev.coalmine.embedded.asl.StateMachineDefinition.parse(
                  machine.definition(), interpreter::hasResource));
        });
    StepFunctionsService stepFunctions =
        new StepFunctionsService(
            clock,
            seed,
            new InterpreterEngine(
                interpreter, loaded, listener, new ExecutionStatusEvents(events)));
    stateMachineArn = machines.values().stream().map(stepFunctions::register).toList().get(0);
    aws =
        new EmbeddedAws(
            List.of(lambda, cloudWatch, stepFunctions, apiGateway, events, pipelines, stacks),
            new FaultInjection(),
            limited ? RateLimits.awsDefaults(clock) : RateLimits.off(),
            this::catchUp,
            Map.of(
                "/_coalmine/clock", () -> Map.of("now", clock.instant().toString()),
                "/_coalmine/queues", queues::messagesByArn,
                "/_coalmine/topics", topics::messagesByArn,
                "/_coalmine/jobs", pipelines::jobs,
                "/_coalmine/stacks", stacks::results));
    aws.addCallListener(trail);
    aws.attach(new ExecuteApiEndpoint(apiGateway, lambda, apiGatewayMetrics, clock, seed));
    lambda.addListener(this::publishMetrics);
    laptop.connect(this);
  }

  /** From now on events and schedules start what the template says. */
  public SimulatedAccount enableTriggers() {
    deployment.deployTriggers();
    return this;
  }

  /** From now on no alarm wakes a release. */
  public void disableWake() {
    events.call("DisableRule", Map.of("Name", functionName("WakeFunction") + "Alarm"));
  }

  private Map<String, TaskResource> resources(ServiceCaller calls) {
    PutEventsTask putEvents = new PutEventsTask(calls);
    LambdaInvokeTask invoke = new LambdaInvokeTask(this::aws, acting::get);
    return Map.of(
        LambdaInvokeTask.ARN, invoke,
        LambdaInvokeTask.WAITING_ARN, invoke,
        PutEventsTask.ARN, putEvents,
        PutEventsTask.WAITING_ARN, putEvents);
  }

  /** What a function of the template is called here. */
  public static String functionName(String logicalName) {
    return NAME + "-" + logicalName;
  }

  /** An invocation over the wire shows in CloudWatch like any other. */
  private void publishMetrics(Invocation invocation) {
    boolean served = !invocation.throttled();
    lambdaMetrics.publish(
        new LambdaMetricsMinute(
            invocation.function(),
            invocation.alias(),
            invocation.version(),
            invocation.start(),
            served ? 1 : 0,
            invocation.error() ? 1 : 0,
            served ? 0 : 1,
            MetricSamples.of((double) invocation.duration().toMillis(), served ? 1 : 0)));
  }

  /** Lets the traffic and then the alarms catch up with the clock. */
  private synchronized void catchUp() {
    Instant now = clock.instant();
    callers.forEach(each -> each.accept(now));
    cloudWatch.advance(now);
  }

  /**
   * Callers of an alias, from now on, as a traffic file describes them. They come beside those that
   * there are.
   */
  public TrafficGenerator addTraffic(
      TrafficProfile traffic, String function, String alias, long seed) {
    return addTraffic(
        traffic.forFunction(function),
        seed,
        () -> ways.aliasSplit(function, alias),
        minute -> minute.lambdaMetrics().ifPresent(lambdaMetrics::publish));
  }

  /** Callers of a stage, in the same way. */
  public TrafficGenerator addStageTraffic(
      TrafficProfile traffic, String restApi, String stage, long seed) {
    return addTraffic(
        traffic,
        seed,
        () -> ways.stageSplit(restApi, stage),
        minute -> {
          minute.lambdaMetrics().ifPresent(lambdaMetrics::publish);
          apiGatewayMetrics.publish(minute.stageMetrics(restApi, stage));
        });
  }

  private synchronized TrafficGenerator addTraffic(
      TrafficProfile traffic,
      long seed,
      Supplier<TrafficSplit> lanes,
      Consumer<RouteMinute> reports) {
    TrafficGenerator generator =
        new TrafficGenerator(traffic, seed, lanes, reports, clock.instant());
    callers.add(generator::advanceTo);
    return generator;
  }

  /** From now on CloudWatch tells of an alias and its versions what was recorded of them. */
  public synchronized MetricsReplay replayMetrics(
      RecordedMetrics recording, String function, String alias, String canary) {
    MetricsReplay replay =
        new MetricsReplay(
            recording,
            () ->
                lambda
                    .trafficSplit(function, alias)
                    .map(found -> found.shareOf(canary))
                    .orElse(0.0));
    callers.add(replay::advanceTo);
    cloudWatch.useRecording(replay);
    return replay;
  }

  private void notifyAnswerListeners(String function, FunctionRunner.FunctionResult result) {
    hearers.forEach(each -> each.accept(function, result));
  }

  /** Tells what Coalmine's functions answer from now on, by their names in the template. */
  public void onFunctionAnswer(BiConsumer<String, FunctionRunner.FunctionResult> hearer) {
    hearers.add(hearer);
  }

  /**
   * The page on which people see what goes on here.
   *
   * @param endpoint where it is served
   * @param board heard of all executions from the start
   * @param speed of the clock
   * @param pace how time passes for whoever waits for an answer
   * @param beat how often a browser is told what is new
   */
  public LivePage page(
      URI endpoint, ReleaseList board, double speed, Sleeper pace, PushInterval beat) {
    LivePage.PageSources shown =
        new LivePage.PageSources(
            board,
            clock,
            speed,
            lambda,
            apiGateway,
            cloudWatch.metrics(),
            function -> function.startsWith(functionName("")),
            EngineHistory::accept);
    return new LivePage(endpoint.getPort(), shown, new CommandReleaseActions(endpoint, pace), beat);
  }

  public SchedulingClock clock() {
    return clock;
  }

  public EmbeddedAws aws() {
    return aws;
  }

  public LambdaService lambda() {
    return lambda;
  }

  public ApiGatewayService apiGateway() {
    return apiGateway;
  }

  public CloudWatchService cloudWatch() {
    return cloudWatch;
  }

  public EventBridgeService events() {
    return events;
  }

  public CodePipelineService pipelines() {
    return pipelines;
  }

  public CloudFormationService stacks() {
    return stacks;
  }

  CloudTrail trail() {
    return trail;
  }

  public SqsQueues queues() {
    return queues;
  }

  public SnsTopics topics() {
    return topics;
  }

  public String stateMachineArn() {
    return stateMachineArn;
  }
}
