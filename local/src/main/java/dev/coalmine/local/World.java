package dev.coalmine.local;

import dev.coalmine.local.asl.Clock;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.Interpreter;
import dev.coalmine.local.asl.Resource;
import dev.coalmine.local.asl.WallTime;
import dev.coalmine.local.aws.AlarmEvents;
import dev.coalmine.local.aws.ApiGatewayMetrics;
import dev.coalmine.local.aws.ApiGatewayService;
import dev.coalmine.local.aws.Arns;
import dev.coalmine.local.aws.AwsCalls;
import dev.coalmine.local.aws.CloudFormationService;
import dev.coalmine.local.aws.CloudTrail;
import dev.coalmine.local.aws.CloudWatchService;
import dev.coalmine.local.aws.CodePipelineService;
import dev.coalmine.local.aws.EmbeddedAws;
import dev.coalmine.local.aws.EventBridgeService;
import dev.coalmine.local.aws.Faults;
import dev.coalmine.local.aws.FrontDoor;
import dev.coalmine.local.aws.Invocation;
import dev.coalmine.local.aws.LambdaMetrics;
import dev.coalmine.local.aws.LambdaMetricsMinute;
import dev.coalmine.local.aws.LambdaService;
import dev.coalmine.local.aws.MetricSamples;
import dev.coalmine.local.aws.MetricStore;
import dev.coalmine.local.aws.Queues;
import dev.coalmine.local.aws.RateLimits;
import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.aws.StateMachine;
import dev.coalmine.local.aws.StepFunctionsService;
import dev.coalmine.local.aws.Topics;
import dev.coalmine.local.live.Beat;
import dev.coalmine.local.live.Board;
import dev.coalmine.local.live.LivePage;
import dev.coalmine.local.remote.Pace;
import dev.coalmine.local.replay.Recording;
import dev.coalmine.local.replay.Replay;
import dev.coalmine.local.traffic.LaneMinute;
import dev.coalmine.local.traffic.Lanes;
import dev.coalmine.local.traffic.Traffic;
import dev.coalmine.local.traffic.TrafficGenerator;
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
final class World {
  static final String NAME = "coalmine";

  /** The state machine that serves stacks. */
  static final String STACKS = NAME + "-stacks";

  private final Clock clock;
  private final LambdaService lambda;
  private final Deployment deployment;
  private final CloudWatchService cloudWatch;
  private final ApiGatewayService apiGateway;
  private final LambdaMetrics lambdaMetrics;
  private final ApiGatewayMetrics apiGatewayMetrics;
  private final Ways ways;
  private final Queues queues;
  private final Topics topics;
  private final EventBridgeService events;
  private final CodePipelineService pipelines;
  private final CloudFormationService stacks;
  private final CloudTrail trail;
  private final EmbeddedAws aws;
  private final String stateMachineArn;
  private final Map<String, String> acting = new HashMap<>();
  private final List<BiConsumer<String, Runner.Result>> hearers = new CopyOnWriteArrayList<>();
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
  World(
      Laptop laptop,
      Clock clock,
      WallTime wallTime,
      boolean limited,
      long seed,
      ExecutionListener listener) {
    this(laptop, clock, wallTime, limited, seed, listener, Map.of());
  }

  /** The same, with values for parameters of the template. */
  World(
      Laptop laptop,
      Clock clock,
      WallTime wallTime,
      boolean limited,
      long seed,
      ExecutionListener listener,
      Map<String, String> parameters) {
    this.clock = clock;
    lambda =
        new LambdaService(
            clock,
            seed,
            work -> clock.at(clock.instant(), () -> wallTime.run(work)), // in virtual time: in turn
            clock::at);
    apiGateway = new ApiGatewayService(clock, seed);
    MetricStore metrics = new MetricStore();
    cloudWatch = new CloudWatchService(metrics, clock, Arns.REGION, Arns.ACCOUNT);
    lambdaMetrics = LambdaMetrics.late(metrics, seed);
    apiGatewayMetrics = ApiGatewayMetrics.late(metrics, seed);
    ways = new Ways(lambda, apiGateway);
    AwsCalls calls = request -> aws().answer(request);
    queues = new Queues(clock, seed);
    topics = new Topics(clock, seed);
    events = new EventBridgeService(clock, clock::at, seed, calls, lambda, queues, topics);
    pipelines = new CodePipelineService(clock, clock::at, seed, calls);
    stacks =
        new CloudFormationService(
            laptop.address().resolve("/_coalmine/stacks/"), clock, clock::at, seed, calls);
    trail = new CloudTrail(events, clock, clock::at, seed);
    cloudWatch.onStateChange(new AlarmEvents(events)::changed);
    AlarmTicks ticks = new AlarmTicks(clock, cloudWatch, events, this::catchUp);
    events.onRulesChange(ticks::rulesChanged);
    Interpreter interpreter = new Interpreter(clock, wallTime, resources(calls), seed);
    deployment =
        new Deployment(laptop, NAME, parameters, lambda, events, queues, topics, this::heard);
    Map<String, StateMachine> machines = deployment.machines();
    Map<String, dev.coalmine.local.asl.StateMachine> loaded = new LinkedHashMap<>();
    machines.forEach(
        (name, machine) -> {
          acting.put(machine.name(), name);
          loaded.put(
              machine.arn(),
              dev.coalmine.local.asl.StateMachine.load(machine.definition(), interpreter::knows));
        });
    StepFunctionsService stepFunctions =
        new StepFunctionsService(
            clock, seed, new Executions(interpreter, loaded, listener, new StatusChanges(events)));
    stateMachineArn = machines.values().stream().map(stepFunctions::register).toList().get(0);
    aws =
        new EmbeddedAws(
            List.of(lambda, cloudWatch, stepFunctions, apiGateway, events, pipelines, stacks),
            new Faults(),
            limited ? RateLimits.ofAws(clock) : RateLimits.off(),
            this::catchUp,
            Map.of(
                "/_coalmine/clock", () -> Map.of("now", clock.instant().toString()),
                "/_coalmine/queues", queues::all,
                "/_coalmine/topics", topics::all,
                "/_coalmine/jobs", pipelines::jobs,
                "/_coalmine/stacks", stacks::told));
    aws.listen(trail);
    aws.open(new FrontDoor(apiGateway, lambda, apiGatewayMetrics, clock, seed));
    lambda.listen(this::report);
    laptop.enter(this);
  }

  /** From now on events and schedules start what the template says. */
  World openDoors() {
    deployment.doors();
    return this;
  }

  /** From now on no alarm wakes a release. */
  void letNobodyWake() {
    events.call("DisableRule", Map.of("Name", function("WakeFunction") + "Alarm"));
  }

  private Map<String, Resource> resources(AwsCalls calls) {
    PutEvents putEvents = new PutEvents(calls);
    LambdaInvoke invoke = new LambdaInvoke(this::aws, acting::get);
    return Map.of(
        LambdaInvoke.ARN, invoke,
        LambdaInvoke.WAITING_ARN, invoke,
        PutEvents.ARN, putEvents,
        PutEvents.WAITING_ARN, putEvents);
  }

  /** What a function of the template is called here. */
  static String function(String logicalName) {
    return NAME + "-" + logicalName;
  }

  /** An invocation over the wire shows in CloudWatch like any other. */
  private void report(Invocation invocation) {
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
  TrafficGenerator call(Traffic traffic, String function, String alias, long seed) {
    return call(
        traffic.of(function),
        seed,
        () -> ways.ofAlias(function, alias),
        minute -> minute.ofFunction().ifPresent(lambdaMetrics::publish));
  }

  /** Callers of a stage, in the same way. */
  TrafficGenerator callStage(Traffic traffic, String restApi, String stage, long seed) {
    return call(
        traffic,
        seed,
        () -> ways.ofStage(restApi, stage),
        minute -> {
          minute.ofFunction().ifPresent(lambdaMetrics::publish);
          apiGatewayMetrics.publish(minute.ofStage(restApi, stage));
        });
  }

  private synchronized TrafficGenerator call(
      Traffic traffic, long seed, Supplier<Lanes> lanes, Consumer<LaneMinute> reports) {
    TrafficGenerator generator =
        new TrafficGenerator(traffic, seed, lanes, reports, clock.instant());
    callers.add(generator::settle);
    return generator;
  }

  /** From now on CloudWatch tells of an alias and its versions what was recorded of them. */
  synchronized Replay replay(Recording recording, String function, String alias, String canary) {
    Replay replay =
        new Replay(
            recording,
            () -> lambda.routing(function, alias).map(found -> found.share(canary)).orElse(0.0));
    callers.add(replay::settle);
    cloudWatch.answerFrom(replay);
    return replay;
  }

  private void heard(String function, Runner.Result result) {
    hearers.forEach(each -> each.accept(function, result));
  }

  /** Tells what Coalmine's functions answer from now on, by their names in the template. */
  void hear(BiConsumer<String, Runner.Result> hearer) {
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
  LivePage page(URI endpoint, Board board, double speed, Pace pace, Beat beat) {
    LivePage.Shown shown =
        new LivePage.Shown(
            board,
            clock,
            speed,
            lambda,
            apiGateway,
            cloudWatch.metrics(),
            function -> function.startsWith(function("")),
            EmbeddedStory::tell);
    return new LivePage(endpoint.getPort(), shown, new LiveDesk(endpoint, pace), beat);
  }

  Clock clock() {
    return clock;
  }

  EmbeddedAws aws() {
    return aws;
  }

  LambdaService lambda() {
    return lambda;
  }

  ApiGatewayService apiGateway() {
    return apiGateway;
  }

  CloudWatchService cloudWatch() {
    return cloudWatch;
  }

  EventBridgeService events() {
    return events;
  }

  CodePipelineService pipelines() {
    return pipelines;
  }

  CloudFormationService stacks() {
    return stacks;
  }

  CloudTrail trail() {
    return trail;
  }

  Queues queues() {
    return queues;
  }

  Topics topics() {
    return topics;
  }

  String stateMachineArn() {
    return stateMachineArn;
  }
}
