package dev.coalmine.cli.world;

import dev.coalmine.cli.replay.MetricsReplay;
import dev.coalmine.cli.replay.RecordedMetrics;
import dev.coalmine.cli.traffic.RouteMinute;
import dev.coalmine.cli.traffic.TrafficGenerator;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.traffic.TrafficSplit;
import dev.coalmine.embedded.cloudwatch.CloudWatchService;
import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetrics;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetrics;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetricsMinute;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.lambda.Invocation;
import dev.coalmine.embedded.lambda.LambdaControl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The requests to an account's aliases and stages, and the metrics that they leave. */
final class AccountTraffic {
  /** Seconds. Alarms are evaluated at multiples of it, and minutes end at them. */
  private static final int STEP = 10;

  private static final String UPDATE_ALIAS = "lambda:UpdateAlias";

  private final InstantSource clock;
  private final LambdaControl lambda;
  private final CloudWatchService cloudWatch;
  private final LambdaMetrics lambdaMetrics;
  private final ApiGatewayMetrics apiGatewayMetrics;
  private final TrafficSplitReader splits;
  private final List<Consumer<Instant>> sources = new ArrayList<>();
  private final List<Consumer<Instant>> stages = new ArrayList<>();
  private final Map<String, List<Consumer<Instant>>> aliases = new HashMap<>();
  private Instant caughtUp = Instant.MIN;
  private final Map<String, TrafficGenerator> byFunction = new ConcurrentHashMap<>();

  AccountTraffic(InstantSource clock, AccountServices services) {
    this.clock = clock;
    this.lambda = services.lambda();
    this.cloudWatch = services.cloudWatch();
    this.lambdaMetrics = services.lambdaMetrics();
    this.apiGatewayMetrics = services.apiGatewayMetrics();
    this.splits = new TrafficSplitReader(services.lambda(), services.apiGateway());
  }

  /** Publishes the metrics of one invocation that came over the wire. */
  void publishMetrics(Invocation invocation) {
    TrafficGenerator traffic = byFunction.get(invocation.function());
    Optional<Duration> delay =
        traffic == null
            ? Optional.of(Duration.ZERO)
            : traffic.metricDelay(invocation.function(), invocation.start());
    delay.ifPresent(later -> publishMetrics(invocation, later));
  }

  private void publishMetrics(Invocation invocation, Duration later) {
    boolean served = !invocation.throttled();
    lambdaMetrics.publish(
        new LambdaMetricsMinute(
            invocation.function(),
            invocation.alias(),
            invocation.version(),
            invocation.start(),
            invocation.start().plus(invocation.duration()).plus(later),
            served ? 1 : 0,
            invocation.error() ? 1 : 0,
            served ? 0 : 1,
            MetricSamples.of((double) invocation.duration().toMillis(), served ? 1 : 0)));
  }

  /** Brings the traffic, and then the alarms, up to the clock's time. */
  synchronized void catchUp() {
    Instant now = clock.instant();
    sources.forEach(each -> each.accept(now));
    cloudWatch.advance(now);
    caughtUp = now;
  }

  /**
   * The same before a call, as far as it matters to it: all at the first call of ten seconds, in
   * which alarms may be due and minutes over, and before a change of what is deployed; else only
   * the callers of an alias that is about to be moved. Thousands of aliases have thousands of
   * callers, and most calls are reads.
   */
  synchronized void catchUpBefore(String operation, WireRequest request) {
    Instant now = clock.instant();
    boolean due = Math.floorDiv(now.getEpochSecond(), STEP) != lastStep();
    if (due || changesMore(operation)) {
      catchUp();
    } else if (operation.equals(UPDATE_ALIAS)) {
      aliases.getOrDefault(functionOf(request), List.of()).forEach(each -> each.accept(now));
      stages.forEach(each -> each.accept(now));
    }
  }

  private long lastStep() {
    return caughtUp.equals(Instant.MIN)
        ? Long.MIN_VALUE
        : Math.floorDiv(caughtUp.getEpochSecond(), STEP);
  }

  private static boolean changesMore(String operation) {
    boolean deploys = operation.startsWith("lambda:") || operation.startsWith("apigateway:");
    return deploys
        && !operation.equals(UPDATE_ALIAS)
        && !operation.equals("lambda:InvokeFunction")
        && !operation.contains(":Get")
        && !operation.contains(":List");
  }

  private static String functionOf(WireRequest request) {
    String named = URLDecoder.decode(request.path(), StandardCharsets.UTF_8);
    return named
        .replaceFirst("^.*/functions/", "")
        .replaceFirst("/aliases/.*$", "")
        .replaceFirst("^.*:function:", "");
  }

  TrafficGenerator addToAlias(TrafficProfile traffic, String function, String alias, long seed) {
    TrafficGenerator generator =
        add(
            traffic.forFunction(function),
            seed,
            () -> splits.aliasSplit(function, alias),
            minute -> minute.lambdaMetrics().forEach(lambdaMetrics::publish));
    synchronized (this) {
      aliases.computeIfAbsent(function, none -> new ArrayList<>()).add(generator::advanceTo);
    }
    byFunction.put(function, generator);
    lambda.wrapRunner(function, own -> new TrafficFunction(generator, own, clock));
    return generator;
  }

  TrafficGenerator addToStage(TrafficProfile traffic, String restApi, String stage, long seed) {
    TrafficGenerator generator =
        add(
            traffic,
            seed,
            () -> splits.stageSplit(restApi, stage),
            minute -> {
              minute.lambdaMetrics().forEach(lambdaMetrics::publish);
              apiGatewayMetrics.publish(minute.stageMetrics(restApi, stage));
            });
    synchronized (this) {
      stages.add(generator::advanceTo);
    }
    return generator;
  }

  private synchronized TrafficGenerator add(
      TrafficProfile traffic,
      long seed,
      Supplier<TrafficSplit> split,
      Consumer<RouteMinute> publisher) {
    TrafficGenerator generator =
        new TrafficGenerator(traffic, seed, split, publisher, clock.instant());
    sources.add(generator::advanceTo);
    return generator;
  }

  synchronized MetricsReplay replay(
      RecordedMetrics recording, String function, String alias, String canary) {
    MetricsReplay replay =
        new MetricsReplay(
            recording,
            () ->
                lambda
                    .trafficSplit(function, alias)
                    .map(found -> found.shareOf(canary))
                    .orElse(0.0));
    sources.add(replay::advanceTo);
    cloudWatch.useRecording(replay);
    return replay;
  }
}
