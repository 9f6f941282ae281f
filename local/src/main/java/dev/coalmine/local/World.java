package dev.coalmine.local;

import dev.coalmine.local.asl.Clock;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.Interpreter;
import dev.coalmine.local.asl.WallTime;
import dev.coalmine.local.aws.ApiGatewayMetrics;
import dev.coalmine.local.aws.ApiGatewayService;
import dev.coalmine.local.aws.Arns;
import dev.coalmine.local.aws.CloudWatchService;
import dev.coalmine.local.aws.EmbeddedAws;
import dev.coalmine.local.aws.Faults;
import dev.coalmine.local.aws.FrontDoor;
import dev.coalmine.local.aws.Invocation;
import dev.coalmine.local.aws.LambdaMetrics;
import dev.coalmine.local.aws.LambdaMetricsMinute;
import dev.coalmine.local.aws.LambdaService;
import dev.coalmine.local.aws.MetricSamples;
import dev.coalmine.local.aws.MetricStore;
import dev.coalmine.local.aws.RateLimits;
import dev.coalmine.local.aws.StateMachine;
import dev.coalmine.local.aws.StepFunctionsService;
import dev.coalmine.local.replay.Recording;
import dev.coalmine.local.replay.Replay;
import dev.coalmine.local.traffic.LaneMinute;
import dev.coalmine.local.traffic.Lanes;
import dev.coalmine.local.traffic.Traffic;
import dev.coalmine.local.traffic.TrafficGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An AWS account on a clock, with Coalmine deployed in it from its template. */
final class World {
  static final String NAME = "coalmine";
  private static final String ROLE = "arn:aws:iam::" + Arns.ACCOUNT + ":role/coalmine";

  /** The rest of a world has the same revision ids with and without the other functions. */
  private static final long APART = 2718;

  private final Clock clock;
  private final LambdaService lambda;
  private final CloudWatchService cloudWatch;
  private final ApiGatewayService apiGateway;
  private final LambdaMetrics lambdaMetrics;
  private final ApiGatewayMetrics apiGatewayMetrics;
  private final Ways ways;
  private final EmbeddedAws aws;
  private final String stateMachineArn;
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
    this.clock = clock;
    lambda = new LambdaService(clock, seed);
    apiGateway = new ApiGatewayService(clock, seed);
    MetricStore metrics = new MetricStore();
    cloudWatch = new CloudWatchService(metrics, clock, Arns.REGION, Arns.ACCOUNT);
    lambdaMetrics = LambdaMetrics.late(metrics, seed);
    apiGatewayMetrics = ApiGatewayMetrics.late(metrics, seed);
    ways = new Ways(lambda, apiGateway);
    Interpreter interpreter =
        new Interpreter(
            clock, wallTime, Map.of(LambdaInvoke.ARN, new LambdaInvoke(this::aws)), seed);
    String definition = deploy(laptop);
    dev.coalmine.local.asl.StateMachine machine =
        dev.coalmine.local.asl.StateMachine.load(definition, interpreter::knows);
    StepFunctionsService stepFunctions =
        new StepFunctionsService(clock, seed, new Executions(interpreter, machine, listener));
    stateMachineArn = stepFunctions.register(new StateMachine(NAME, definition, ROLE, false, true));
    aws =
        new EmbeddedAws(
            List.of(lambda, cloudWatch, stepFunctions, apiGateway),
            new Faults(),
            limited ? RateLimits.ofAws(clock) : RateLimits.off(),
            this::catchUp,
            Map.of("/_coalmine/clock", () -> Map.of("now", clock.instant().toString())));
    aws.open(new FrontDoor(apiGateway, lambda, ApiGatewayMetrics.late(metrics, seed), clock, seed));
    lambda.listen(this::report);
    laptop.enter(this);
  }

  /** Publishes each function of the template once; the definition calls that version. */
  private String deploy(Laptop laptop) {
    String definition = laptop.definition();
    for (Map.Entry<String, String> token : laptop.template().substitutions().entrySet()) {
      definition =
          definition.replace("${" + token.getKey() + "}", publish(laptop, token.getValue()));
    }
    lambda.apart(
        APART, () -> laptop.template().others().keySet().forEach(name -> publish(laptop, name)));
    return definition;
  }

  /** Makes a function of the template, by its logical name; answers the ARN of its version. */
  private String publish(Laptop laptop, String logicalName) {
    String function = function(logicalName);
    byte[] code = function.getBytes(StandardCharsets.UTF_8);
    String handler = laptop.template().handlers().get(logicalName);
    String arn =
        lambda.create(function, handler, code, Map.of(), laptop.handlers().get(logicalName));
    return arn + ":" + lambda.publish(function, code);
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

  String stateMachineArn() {
    return stateMachineArn;
  }
}
