package dev.coalmine.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.embedded.cloudwatch.metric.LambdaMetrics;
import dev.coalmine.embedded.cloudwatch.metric.MetricKey;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.lambda.AliasTrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficGeneratorTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofDays(2));

  private TrafficSplit lanes = lanes("7", Map.of());

  private static TrafficSplit lanes(String primary, Map<String, Double> weights) {
    return TrafficSplit.ofAlias("orders", "live", new AliasTrafficSplit(primary, weights, "any"));
  }

  /** One run with a metric store of its own. */
  private final class GeneratorRun {
    final MetricStore store = new MetricStore();
    final TrafficGenerator generator;

    GeneratorRun(String traffic, long seed) {
      this(TrafficProfile.load(traffic), seed);
    }

    GeneratorRun(TrafficProfile traffic, long seed) {
      LambdaMetrics metrics = LambdaMetrics.delayed(store, Duration.ofSeconds(60));
      generator =
          new TrafficGenerator(
              traffic,
              seed,
              () -> lanes,
              minute -> minute.lambdaMetrics().forEach(metrics::publish),
              START);
    }

    void settle(double minute) {
      generator.advanceTo(at(minute));
    }

    TrafficCount count(String version, int minute) {
      return generator
          .counts(at(minute))
          .getOrDefault(
              new TrafficRoute("orders", "live", version, TrafficRoute.StageSide.NONE),
              TrafficCount.NONE);
    }

    long requests(String version, int from, int to) {
      long sum = 0;
      for (int minute = from; minute < to; minute++) {
        sum += count(version, minute).requests();
      }
      return sum;
    }

    long errors(String version, int from, int to) {
      long sum = 0;
      for (int minute = from; minute < to; minute++) {
        sum += count(version, minute).errors();
      }
      return sum;
    }

    /** A statistic over all minutes of one version, from GetMetricData. */
    double statistic(String stat, String metric, String version) {
      return new ShownMetrics(store, START, LATER).version(stat, metric, "orders", "live", version);
    }
  }

  private static Instant at(double minute) {
    return START.plusMillis(Math.round(minute * 60_000));
  }

  private void weigh(double canary) {
    lanes = lanes("7", canary > 0 ? Map.of("8", canary) : Map.of());
  }

  @Test
  void requestsAreSplitByTheRoutingOfTheirTime() {
    GeneratorRun run = new GeneratorRun("healthy", 1);
    run.settle(100);
    weigh(0.1);
    run.settle(200);
    weigh(0.5);
    run.settle(300.5);
    assertThat(run.requests("8", 0, 100)).isZero();
    assertThat((double) run.requests("8", 100, 200)).isCloseTo(6000, within(400.0));
    assertThat((double) run.requests("8", 200, 300)).isCloseTo(30000, within(900.0));
    assertThat((double) run.requests("7", 0, 100)).isCloseTo(60000, within(1250.0));
    assertThat(run.requests("7", 300, 301)).as("a minute that is not over").isZero();
  }

  @Test
  void aChangeWithinAMinuteSharesThatMinute() {
    long before = 0;
    for (int seed = 0; seed < 50; seed++) {
      weigh(0);
      GeneratorRun run = new GeneratorRun("healthy", seed);
      run.settle(0.75);
      lanes = lanes("8", Map.of());
      run.settle(1);
      before += run.requests("7", 0, 1);
    }
    assertThat((double) before).isCloseTo(50 * 450, within(5 * Math.sqrt(50 * 450)));
  }

  @Test
  void settlingMoreOftenChangesNothing() {
    List<TrafficCount> once = new ArrayList<>();
    List<TrafficCount> often = new ArrayList<>();
    for (List<TrafficCount> counts : List.of(once, often)) {
      weigh(0);
      GeneratorRun run = new GeneratorRun("errors", 5);
      double step = counts == once ? 10 : 0.13;
      for (double minute = 0; minute < 10; minute += step) {
        run.settle(minute);
      }
      run.settle(10);
      weigh(0.2);
      for (double minute = 10; minute < 20.5; minute += step) {
        run.settle(minute);
      }
      run.settle(20.5);
      weigh(0.7);
      run.settle(30);
      for (int minute = 0; minute < 30; minute++) {
        counts.add(run.count("7", minute));
        counts.add(run.count("8", minute));
      }
    }
    assertThat(often).isEqualTo(once);
  }

  @Test
  void theSeedDecidesTheRequests() {
    List<Double> sums = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      weigh(0.3);
      GeneratorRun run = new GeneratorRun("healthy", seed);
      run.settle(5);
      sums.add(run.statistic("Sum", "Duration", "8"));
    }
    assertThat(sums.get(0)).isEqualTo(sums.get(1)).isNotEqualTo(sums.get(2));
  }

  @Test
  void cloudWatchShowsWhatWasCounted() {
    weigh(0.4);
    GeneratorRun run = new GeneratorRun("errors", 3);
    run.settle(60);
    assertThat(run.statistic("Sum", "Invocations", "8"))
        .isEqualTo((double) run.requests("8", 0, 60));
    assertThat(run.statistic("SampleCount", "Duration", "8"))
        .isEqualTo((double) run.requests("8", 0, 60));
    assertThat(run.statistic("Sum", "Errors", "8")).isEqualTo((double) run.errors("8", 0, 60));
    assertThat(run.statistic("Average", "Errors", "8")).isCloseTo(0.051, within(0.01));
    assertThat(run.statistic("Average", "Errors", "7")).isCloseTo(0.001, within(0.001));
  }

  /** Lambda reports an invocation when it ends, under the minute in which it began. */
  @Test
  void aMinuteShowsItsSlowInvocationsLater() {
    TrafficProfile traffic =
        TrafficProfile.parse(
            "test",
            """
            {"requestsPerMinute": 1000,
             "baseline": {"errorRate": 0, "timeouts": {"share": 0.3, "after": 300000}}}
            """);
    GeneratorRun run = new GeneratorRun(traffic, 4);
    run.settle(20);
    Map<String, String> version =
        Map.of("FunctionName", "orders", "Resource", "orders:live", "ExecutedVersion", "7");
    MetricKey invocations = MetricKey.of("AWS/Lambda", "Invocations", version);
    MetricKey errors = MetricKey.of("AWS/Lambda", "Errors", version);
    double all = run.count("7", 0).requests();

    assertThat(run.store.sum(invocations, START, at(2)).orElse(0))
        .isCloseTo(.7 * all, within(.05 * all));
    assertThat(run.store.sum(errors, START, at(6)).orElse(0)).isZero();
    assertThat(run.store.sum(invocations, START, at(7)).orElse(0)).isEqualTo(all);
    assertThat(run.store.sum(errors, START, at(7)).orElse(0))
        .isCloseTo(.3 * all, within(.05 * all));
  }

  @Test
  void anOutageDelaysOrDropsTheDataPoints() {
    TrafficProfile traffic =
        TrafficProfile.parse(
            "test",
            """
            {"metrics": [{"to": 2, "delay": 6}, {"from": 2, "to": 3, "missing": true}]}
            """);
    GeneratorRun run = new GeneratorRun(traffic, 4);
    run.generator.releaseStartsAt(START);
    run.settle(20);
    MetricKey invocations = MetricKey.of("AWS/Lambda", "Invocations", Map.of());

    assertThat(run.store.sum(invocations, START, at(7.9))).isEmpty();
    assertThat(run.store.sum(invocations, START, at(8))).isPresent();
    assertThat(run.store.sum(invocations, at(2), LATER)).isEmpty();
    assertThat(run.store.sum(invocations, at(3), at(5))).isPresent();
  }

  @Test
  void durationsAreLognormal() {
    TrafficProfile traffic =
        TrafficProfile.parse(
            "test",
            """
            {"requestsPerMinute": 10000,
             "baseline": {"latency": {"median": 100, "sigma": 0.6}, "coldStarts": {"share": 0}}}
            """);
    GeneratorRun run = new GeneratorRun(traffic, 9);
    run.settle(20);
    assertThat(run.statistic("p50", "Duration", "7")).isCloseTo(100, within(1.0));
    assertThat(run.statistic("p90", "Duration", "7")).isCloseTo(215.7, within(3.0));
    assertThat(run.statistic("p99", "Duration", "7")).isCloseTo(403.9, within(12.0));
    assertThat(run.statistic("Average", "Duration", "7")).isCloseTo(119.7, within(1.5));
  }

  /**
   * 300 requests a minute of 100 ms take one container, so a third of the first minute is slower.
   */
  @Test
  void newContainersGetWarmByRequestsAndEachVersionHasItsOwn() {
    TrafficProfile traffic =
        TrafficProfile.parse(
            "test",
            """
            {"requestsPerMinute": 300, "baseline": {"latency": {"median": 100, "sigma": 0},
             "coldStarts": {"share": 0}, "warmUp": {"factor": 3, "requests": 100}}}
            """);
    GeneratorRun run = new GeneratorRun(traffic, 5);
    run.settle(10);
    weigh(0.5);
    run.settle(20);
    for (String version : List.of("7", "8")) {
      assertThat(run.statistic("Maximum", "Duration", version)).isBetween(120.0, 180.0);
      assertThat(run.statistic("Minimum", "Duration", version)).isEqualTo(100);
      assertThat(run.statistic("p50", "Duration", version)).isEqualTo(100);
    }
  }

  @Test
  void coldStartsTakeLonger() {
    TrafficProfile traffic =
        TrafficProfile.parse(
            "test",
            """
            {"requestsPerMinute": 10000,
             "baseline": {"latency": {"median": 100, "sigma": 0}, "coldStarts": {"share": 0.25, "factor": 8}}}
            """);
    GeneratorRun run = new GeneratorRun(traffic, 9);
    run.settle(10);
    assertThat(run.statistic("PR(:100)", "Duration", "7")).isCloseTo(75, within(1.0));
    assertThat(run.statistic("Maximum", "Duration", "7")).isEqualTo(800);
  }

  @Test
  void theReleaseBeginsWhenAnotherVersionGetsAShare() {
    GeneratorRun run = new GeneratorRun("delayed", 2);
    run.settle(100);
    weigh(0.5);
    run.settle(140);
    assertThat(run.errors("8", 100, 115)).isLessThan(30);
    assertThat((double) run.errors("8", 115, 140)).isCloseTo(25 * 150, within(400.0));
  }

  @Test
  void theReleaseBeginsWhenItIsSaidTo() {
    GeneratorRun run = new GeneratorRun("shared-incident", 2);
    run.settle(10);
    run.generator.releaseStartsAt(at(10));
    run.settle(30);
    assertThat(run.errors("7", 0, 14)).isLessThan(40);
    assertThat((double) run.errors("7", 14, 20)).isCloseTo(6 * 181, within(200.0));
    assertThat(run.errors("7", 20, 30)).isLessThan(40);
  }

  @Test
  void thePromotedCanaryStaysTheCanary() {
    GeneratorRun run = new GeneratorRun("failing", 2);
    run.settle(1);
    lanes = lanes("8", Map.of());
    run.settle(2);
    assertThat(run.errors("8", 1, 2)).isEqualTo(run.requests("8", 1, 2)).isPositive();
  }

  @Test
  void nobodyCallsAnAliasThatIsNotThere() {
    lanes = TrafficSplit.NONE;
    GeneratorRun run = new GeneratorRun("healthy", 2);
    run.settle(5);
    weigh(0);
    run.settle(10);
    assertThat(run.requests("7", 0, 5)).isZero();
    assertThat(run.requests("7", 5, 10)).isPositive();
  }

  @Test
  void silenceLeavesNoTrace() {
    GeneratorRun run = new GeneratorRun("silent", 2);
    run.settle(60);
    assertThat(run.statistic("SampleCount", "Invocations", "7")).isZero();
  }

  /**
   * Ten hours at 10,000 requests a minute take far less than a second; otherwise rehearsals are
   * slow.
   */
  @Test
  void heavyTrafficIsCheap() {
    weigh(0.1);
    TrafficProfile traffic = TrafficProfile.parse("heavy", "{\"requestsPerMinute\": 10000}");
    GeneratorRun run = new GeneratorRun(traffic, 4);
    long before = System.nanoTime();
    run.settle(600);
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(run.requests("7", 0, 600)).isGreaterThan(5_000_000);
    assertThat(took).isLessThan(Duration.ofSeconds(10)); // generous: the machine may be busy
  }
}
