package dev.coalmine.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.embedded.apigateway.ApiRoute.LambdaBackend;
import dev.coalmine.embedded.apigateway.StageTrafficSplit;
import dev.coalmine.embedded.cloudwatch.metric.ApiGatewayMetrics;
import dev.coalmine.embedded.cloudwatch.metric.LambdaMetrics;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.lambda.AliasTrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traffic on a stage: its split, its results, and CloudWatch's metrics. */
class StageTrafficTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofDays(2));
  private static final StageTrafficSplit.StageSide OLD =
      side("d1e2f3", new LambdaBackend("orders", "live"));
  private static final StageTrafficSplit.StageSide NEW =
      side("x9y8z7", new LambdaBackend("orders", "live"));
  private static final StageTrafficSplit.StageSide NEXT =
      side("x9y8z7", new LambdaBackend("orders", "next"));

  private final Map<LambdaBackend, AliasTrafficSplit> routings = new HashMap<>();
  private final MetricStore store = new MetricStore();
  private final ShownMetrics shown = new ShownMetrics(store, START, LATER);
  private final List<RouteMinute> minutes = new ArrayList<>();
  private StageTrafficSplit stage = new StageTrafficSplit("shop", OLD, OLD, 0);

  StageTrafficTest() {
    weigh(new LambdaBackend("orders", "live"), "7", Map.of());
    weigh(new LambdaBackend("orders", "next"), "8", Map.of());
    weigh(new LambdaBackend("mail", "live"), "11", Map.of());
  }

  private static StageTrafficSplit.StageSide side(String deployment, LambdaBackend... backends) {
    return new StageTrafficSplit.StageSide(deployment, List.of(backends));
  }

  private void weigh(LambdaBackend backend, String primary, Map<String, Double> weights) {
    routings.put(backend, new AliasTrafficSplit(primary, weights, "any"));
  }

  private void canary(StageTrafficSplit.StageSide side, double percent) {
    stage = new StageTrafficSplit("shop", stage.production(), side, percent);
  }

  private TrafficGenerator callers(TrafficProfile traffic, long seed) {
    LambdaMetrics lambda = LambdaMetrics.delayed(store, Duration.ofSeconds(60));
    ApiGatewayMetrics gateway = ApiGatewayMetrics.delayed(store, Duration.ofSeconds(60));
    return new TrafficGenerator(
        traffic,
        seed,
        () -> TrafficSplit.ofStage(stage, backend -> Optional.ofNullable(routings.get(backend))),
        minute -> {
          minutes.add(minute);
          minute.lambdaMetrics().forEach(lambda::publish);
          gateway.publish(minute.stageMetrics("a1b2c3d4e5", "prod"));
        },
        START);
  }

  private TrafficGenerator callers(String traffic) {
    return callers(TrafficProfile.load(traffic), 1);
  }

  private static Instant at(double minute) {
    return START.plusMillis(Math.round(minute * 60_000));
  }

  private double requests(Predicate<TrafficRoute> which) {
    return minutes.stream()
        .filter(minute -> which.test(minute.route()))
        .mapToLong(RouteMinute::requests)
        .sum();
  }

  private double canary(String stat, String metric) {
    return shown.statistic(
        stat, "Coalmine/Stages", metric, Map.of("RestApi", "a1b2c3d4e5", "Stage", "prod"));
  }

  @ParameterizedTest
  @CsvSource({
    // percent of the canary, weight of 8 behind production
    "0,   0",
    "0, 0.2",
    "10,  0",
    "10,  0.2",
    "50, 0.5",
    "100, 0",
    "100, 0.2",
  })
  void requestsAreSharedOutByPercentAndWeight(double percent, double weight) {
    weigh(new LambdaBackend("orders", "live"), "7", weight > 0 ? Map.of("8", weight) : Map.of());
    canary(NEXT, percent);
    callers("healthy").advanceTo(at(200));

    double all = requests(lane -> true);
    assertThat(all).isCloseTo(120_000, within(5 * Math.sqrt(120_000)));
    double canary = percent / 100;
    assertBinomial(requests(lane -> lane.side().canary()), all, canary);
    assertBinomial(requests(lane -> lane.alias().equals("next")), all, canary);
    assertBinomial(
        requests(lane -> lane.alias().equals("live") && lane.version().equals("8")),
        all,
        (1 - canary) * weight);
  }

  /** Lambda's Duration begins after the init; API Gateway's Latency has it. */
  @Test
  void callersWaitForTheInitThatTheDurationDoesNotHave() {
    String traffic =
        """
        {"requestsPerMinute": 600, "baseline": {"latency": {"median": 100, "sigma": 0},
         "coldStarts": {"share": 0.1, "factor": 2, "init": 3000}}}
        """;
    callers(TrafficProfile.parse("test", traffic), 4).advanceTo(at(20));
    assertThat(shown.version("Maximum", "Duration", "orders", "live", "7")).isEqualTo(200);
    assertThat(shown.stage("Maximum", "Latency", "shop", "prod")).isEqualTo(3209);
    assertThat(shown.stage("p50", "Latency", "shop", "prod")).isEqualTo(109);
  }

  /** Within four standard deviations, and exact if the share is 0 or 1. */
  private static void assertBinomial(double count, double of, double share) {
    assertThat(count).isCloseTo(of * share, within(4 * Math.sqrt(of * share * (1 - share))));
  }

  /** Over many minutes with one split, the variance is the binomial's. */
  @Test
  void sharesSpreadAsTheBinomialDistributionDoes() {
    canary(NEXT, 10);
    callers(TrafficProfile.parse("test", "{\"requestsPerMinute\": 2000}"), 3).advanceTo(at(2000));

    Map<Instant, Long> all = new HashMap<>();
    Map<Instant, Long> canary = new HashMap<>();
    for (RouteMinute minute : minutes) {
      all.merge(minute.at(), minute.requests(), Long::sum);
      canary.merge(minute.at(), minute.route().side().canary() ? minute.requests() : 0, Long::sum);
    }
    double squares = 0;
    for (Map.Entry<Instant, Long> each : all.entrySet()) {
      double n = each.getValue();
      squares += Math.pow(canary.get(each.getKey()) - n * 0.1, 2) / (n * 0.1 * 0.9);
    }
    assertThat(squares / all.size()).isCloseTo(1, within(4 * Math.sqrt(2.0 / 2000)));
  }

  @Test
  void aChangeWithinAMinuteSharesThatMinute() {
    for (int seed = 0; seed < 50; seed++) {
      canary(NEXT, 0);
      TrafficGenerator callers = callers(TrafficProfile.load("healthy"), seed);
      callers.advanceTo(at(0.75));
      canary(NEXT, 100);
      callers.advanceTo(at(1));
    }
    assertThat(requests(lane -> lane.side().canary()))
        .isCloseTo(50 * 150, within(5 * Math.sqrt(50 * 150)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 0", "10, 0.3", "100, 0.3"})
  void theApiShowsWhatTheFunctionsGot(double percent, double weight) {
    weigh(new LambdaBackend("orders", "live"), "7", weight > 0 ? Map.of("8", weight) : Map.of());
    TrafficGenerator callers = callers("errors");
    callers.advanceTo(at(1));
    canary(NEXT, percent);
    callers.advanceTo(at(90));

    double invocations = shown.statistic("Sum", "AWS/Lambda", "Invocations", Map.of());
    assertThat(shown.stage("Sum", "Count", "shop", "prod")).isEqualTo(invocations).isPositive();
    assertThat(shown.stage("Sum", "5XXError", "shop", "prod"))
        .isEqualTo(shown.statistic("Sum", "AWS/Lambda", "Errors", Map.of()));
    double gateway = 9;
    assertThat(shown.stage("Average", "Latency", "shop", "prod") - gateway)
        .isCloseTo(shown.statistic("Average", "AWS/Lambda", "Duration", Map.of()), within(1e-6));
    assertThat(shown.stage("p90", "Latency", "shop", "prod") - gateway)
        .isCloseTo(shown.statistic("p90", "AWS/Lambda", "Duration", Map.of()), within(1e-6));
  }

  @Test
  void theCanarysRequestsShowApart() {
    TrafficGenerator callers = callers("errors");
    callers.advanceTo(at(1));
    canary(NEXT, 20);
    callers.advanceTo(at(60));

    assertThat(canary("Sum", "CanaryCount"))
        .isEqualTo(shown.version("Sum", "Invocations", "orders", "next", "8"))
        .isPositive();
    assertThat(canary("Sum", "Canary5XX"))
        .isEqualTo(shown.version("Sum", "Errors", "orders", "next", "8"));
    assertThat(canary("Average", "Canary5XX")).isCloseTo(0.051, within(0.01));
  }

  @Test
  void anAnswerOf500IsNoErrorOfTheFunctionAndOneOfTheApi() {
    TrafficGenerator callers =
        callers(
            TrafficProfile.parse(
                "test",
                "{\"baseline\": {\"errorRate\": 0}, \"canary\": {\"errorRate\": 0.1,"
                    + " \"http500Rate\": 0.5}}"),
            1);
    callers.advanceTo(at(1));
    canary(NEXT, 20);
    callers.advanceTo(at(100));

    assertThat(shown.version("Average", "Errors", "orders", "next", "8"))
        .isCloseTo(0.1, within(0.01));
    assertThat(canary("Average", "Canary5XX")).isCloseTo(0.1 + 0.9 * 0.5, within(0.02));
    assertThat(shown.stage("Sum", "5XXError", "shop", "prod"))
        .isEqualTo(canary("Sum", "Canary5XX"));
  }

  @Test
  void whereOnlyTheDeploymentDiffersTheStageAnswers500() {
    TrafficGenerator callers =
        callers(
            TrafficProfile.parse(
                "test",
                "{\"baseline\": {\"errorRate\": 0, \"http500Rate\": 0.1}, \"canary\":"
                    + " {\"http500Rate\": 0.4}}"),
            1);
    callers.advanceTo(at(1));
    canary(NEW, 50);
    callers.advanceTo(at(100));

    assertThat(shown.version("Sum", "Errors", "orders", "live", "7")).isZero();
    assertThat(canary("Average", "Canary5XX")).isCloseTo(0.4, within(0.02));
    assertThat(shown.stage("Average", "5XXError", "shop", "prod")).isCloseTo(0.25, within(0.02));
  }

  @Test
  void anotherVersionBehindTheCanaryFailsByItself() {
    TrafficGenerator callers = callers("failing");
    callers.advanceTo(at(1));
    canary(NEXT, 10);
    callers.advanceTo(at(60));

    assertThat(shown.version("Average", "Errors", "orders", "next", "8")).isEqualTo(1);
    assertThat(shown.version("Average", "Errors", "orders", "live", "7"))
        .isCloseTo(0.001, within(0.001));
  }

  @Test
  void whereOnlyTheDeploymentDiffersTheStageFails() {
    TrafficGenerator callers = callers("failing");
    callers.advanceTo(at(1));
    canary(NEW, 10);
    callers.advanceTo(at(60));

    assertThat(shown.version("Average", "Errors", "orders", "live", "7"))
        .isCloseTo(0.001, within(0.001));
    assertThat(canary("Average", "Canary5XX")).isEqualTo(1);
    assertThat(shown.stage("Average", "5XXError", "shop", "prod")).isCloseTo(0.1, within(0.01));
  }

  @Test
  void whereOnlyTheDeploymentDiffersTheStageFailsAsOftenAsTheFileSays() {
    TrafficGenerator callers =
        callers(
            TrafficProfile.parse(
                "test", "{\"baseline\": {\"errorRate\": 0.2}, \"canary\": {\"errorRate\": 0.3}}"),
            1);
    callers.advanceTo(at(1));
    canary(NEW, 50);
    callers.advanceTo(at(200));

    assertThat(shown.version("Average", "Errors", "orders", "live", "7"))
        .isCloseTo(0.2, within(0.005));
    assertThat(canary("Average", "Canary5XX")).isCloseTo(0.3, within(0.01));
  }

  @Test
  void whereOnlyTheDeploymentDiffersTheStageIsSlow() {
    TrafficGenerator callers = callers("slow");
    callers.advanceTo(at(1));
    canary(NEW, 50);
    callers.advanceTo(at(100));

    assertThat(shown.version("p50", "Duration", "orders", "live", "7")).isCloseTo(121, within(3.0));
    assertThat(canary("p50", "CanaryLatency")).isCloseTo(242 + 9, within(6.0));
  }

  @Test
  void aDeploymentStaysTheCanaryOnceItIsPromoted() {
    TrafficGenerator callers = callers("failing");
    callers.advanceTo(at(1));
    stage = new StageTrafficSplit("shop", NEW, NEW, 0);
    callers.advanceTo(at(2));

    assertThat(shown.stage("Sum", "5XXError", "shop", "prod")).isCloseTo(600, within(120.0));
    assertThat(shown.statistic("Sum", "AWS/Lambda", "Errors", Map.of())).isLessThan(10);
  }

  @Test
  void aVersionOfItsOwnKindKeepsToItWhateverTheStageDoes() {
    TrafficGenerator callers =
        callers(
            TrafficProfile.parse(
                "test",
                "{\"canary\": {\"errorRate\": 1}, \"versions\": {\"7\": {\"errorRate\": 0}}}"),
            1);
    callers.advanceTo(at(1));
    canary(NEW, 50);
    callers.advanceTo(at(60));

    assertThat(shown.stage("Sum", "5XXError", "shop", "prod")).isZero();
  }

  @Test
  void aBackendThatCannotBeInvokedIsAnErrorOfTheApiAlone() {
    TrafficGenerator callers = callers("healthy");
    callers.advanceTo(at(1));
    canary(side("x9y8z7", new LambdaBackend("orders", "gone")), 10);
    callers.advanceTo(at(60));

    double invocations = shown.statistic("Sum", "AWS/Lambda", "Invocations", Map.of());
    double asked = shown.stage("Sum", "Count", "shop", "prod");
    assertThat(asked - invocations).isEqualTo(canary("Sum", "CanaryCount")).isPositive();
    assertThat(canary("Average", "Canary5XX")).isEqualTo(1);
  }

  @Test
  void oneFileTellsOfSeveralFunctions() {
    StageTrafficSplit.StageSide both =
        side("d1e2f3", new LambdaBackend("orders", "live"), new LambdaBackend("mail", "live"));
    stage = new StageTrafficSplit("shop", both, both, 0);
    TrafficGenerator callers =
        callers(
            TrafficProfile.parse(
                "test", "{\"functions\": {\"mail\": {\"canary\": {\"errorRate\": 1}}}}"),
            1);
    callers.advanceTo(at(1));
    weigh(new LambdaBackend("orders", "live"), "7", Map.of("8", 0.5));
    weigh(new LambdaBackend("mail", "live"), "11", Map.of("12", 0.5));
    callers.advanceTo(at(60));

    assertThat(shown.version("Average", "Errors", "orders", "live", "8"))
        .isCloseTo(0.001, within(0.001));
    assertThat(shown.version("Average", "Errors", "mail", "live", "12")).isEqualTo(1);
    assertThat(shown.version("Average", "Errors", "mail", "live", "11"))
        .isCloseTo(0.001, within(0.001));
  }

  @Test
  void theReleaseBeginsWhenTheCanaryTakesItsFirstShare() {
    TrafficGenerator callers = callers("delayed");
    canary(NEXT, 0);
    callers.advanceTo(at(100));
    canary(NEXT, 50);
    callers.advanceTo(at(114));
    assertThat(canary("Average", "Canary5XX")).isLessThan(0.01);
    callers.advanceTo(at(160));
    assertThat(canary("Average", "Canary5XX")).isCloseTo(0.5 * 45 / 60, within(0.02));
  }

  @Test
  void settlingMoreOftenChangesNothing() {
    List<List<RouteMinute>> runs = new ArrayList<>();
    for (double step : new double[] {10, 0.13}) {
      minutes.clear();
      canary(NEXT, 0);
      TrafficGenerator callers = callers(TrafficProfile.load("errors"), 5);
      settle(callers, 0, 10.5, step);
      canary(NEXT, 7);
      settle(callers, 10.5, 30, step);
      runs.add(List.copyOf(minutes));
    }
    assertThat(runs.get(1))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
            "invocations.durations", "latencies")
        .isEqualTo(runs.get(0));
  }

  private static void settle(TrafficGenerator callers, double from, double to, double step) {
    for (double minute = from; minute < to; minute += step) {
      callers.advanceTo(at(minute));
    }
    callers.advanceTo(at(to));
  }
}
