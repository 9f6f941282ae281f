package dev.coalmine.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Traces have the documented distributions. Seeds are fixed. */
class ReleaseTraceTest {
  private static final int TRACES = 40; // at 10,000 requests a minute; more where there are fewer

  /** Bursts start in 1 % of the minutes, last 3 to 8 minutes and multiply requests by 2.25. */
  private static final double IN_BURST =
      1
          - IntStream.of(6, 6, 6, 5, 4, 3, 2, 1)
              .mapToDouble(of6 -> 1 - .01 * of6 / 6)
              .reduce(1, (a, b) -> a * b);

  private static DoubleStream draw(
      BenchmarkScenario scenario, int rate, Function<ReleaseTrace, DoubleStream> values) {
    return IntStream.range(0, rate < 100 ? 1000 : TRACES)
        .mapToObj(i -> ReleaseTrace.generate(scenario, rate, 7, i))
        .flatMapToDouble(values);
  }

  private static DoubleStream history(ReleaseTrace trace, ToDoubleFunction<VersionMinute> value) {
    // From minute 10 on, bursts are as frequent as later.
    return trace.history().stream().skip(10).mapToDouble(value);
  }

  private static double variance(double mean, double... values) {
    return DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"5, .03", "50, .03", "10000, .15"})
  void arrivalsAreTheRateWithNoiseAndBursts(int rate, double tolerance) {
    double mean =
        draw(BenchmarkScenario.HEALTHY, rate, trace -> history(trace, VersionMinute::requests))
            .average()
            .orElseThrow();
    double expected = rate * Math.exp(.1 * .1 / 2) * (1 + 1.25 * IN_BURST);
    assertThat(mean).isCloseTo(expected, within(tolerance * expected));
  }

  @Test
  void errorRatesHaveTheVarianceOfTwoGammas() {
    double[] rates =
        draw(BenchmarkScenario.NOISE, 10_000, trace -> history(trace, VersionMinute::errorRate))
            .toArray();
    double binomial =
        draw(
                BenchmarkScenario.NOISE,
                10_000,
                trace -> history(trace, group -> .02 / group.requests()))
            .average()
            .orElseThrow();
    assertThat(DoubleStream.of(rates).average().orElseThrow()).isCloseTo(.02, within(.001));
    double expected = .02 * .02 * (1.2 * 1.1 - 1) + binomial;
    assertThat(variance(.02, rates)).isCloseTo(expected, within(.15 * expected));
  }

  @ParameterizedTest
  @CsvSource({"4, 1.2816", "6, 2.3263", "2, 0"})
  void durationsVaryAroundTheUsual(int bin, double edge) {
    double mean =
        draw(
                BenchmarkScenario.HEALTHY,
                10_000,
                trace -> history(trace, group -> group.countFrom(bin) / (double) group.requests()))
            .average()
            .orElseThrow();
    double expected = above(edge, 0);
    assertThat(mean).isCloseTo(expected, within(.07 * expected));
  }

  @ParameterizedTest
  @CsvSource({
    "FAIL_100, 0, 1",
    "FAIL_50, 30, .5",
    "FAIL_10, 30, .1",
    "FAIL_1, 30, .01",
    "FAIL_02, 30, .002",
    "DELAYED, 14, 0",
    "DELAYED, 15, .1",
    "LEAK, 10, 0",
    "LEAK, 30, .1",
    "LEAK, 80, .2",
    "SOME_CLIENTS, 30, .05",
    "SLOWER_30, 30, 0"
  })
  void canaryHasTheErrorsOfItsFault(BenchmarkScenario scenario, int minute, double added) {
    double difference =
        draw(
                scenario,
                10_000,
                trace ->
                    DoubleStream.of(
                        trace.observed(minute, 100).canary().errorRate()
                            - trace.observed(minute, 0).baseline().errorRate()))
            .average()
            .orElseThrow();
    // If nearly all requests fail, the usual errors are among them.
    assertThat(difference)
        .isCloseTo(
            added,
            within(
                scenario == BenchmarkScenario.SOME_CLIENTS ? .02 : Math.max(.0015, .08 * added)));
  }

  @ParameterizedTest
  @CsvSource({"SLOWER_12, 1.2, 0", "SLOWER_15, 1.5, 0", "SLOWER_30, 3, 0", "SLOW_TENTH, 1, .1"})
  void canaryIsSlowerByItsFault(BenchmarkScenario scenario, double times, double slow) {
    double mean =
        draw(scenario, 10_000, trace -> IntStream.range(30, 90).mapToDouble(t -> p90(trace, t)))
            .average()
            .orElseThrow();
    double expected =
        (1 - slow) * above(1.2816, Math.log(times)) + slow * above(1.2816, Math.log(5 * times));
    assertThat(mean).isCloseTo(expected, within(.07 * expected));
  }

  /** The share of the canary's durations above the usual 90th percentile. */
  private static double p90(ReleaseTrace trace, int minute) {
    VersionMinute canary = trace.observed(minute, 100).canary();
    return canary.countFrom(LatencyBins.ABOVE_P90) / (double) canary.requests();
  }

  /** The share of durations so many deviations above the median, over quiet and busy minutes. */
  private static double above(double edge, double shift) {
    double wander = .02 * .02 / (1 - .9 * .9) / (.5 * .5);
    double quiet = LatencyBins.normal((shift / .5 - edge) / Math.sqrt(1 + wander));
    double busy = LatencyBins.normal(((shift + .08) / .5 - edge) / Math.sqrt(1 + wander));
    return quiet + IN_BURST * (busy - quiet);
  }

  @Test
  void newVersionHasColdStarts() {
    double[] firstMinutes =
        IntStream.of(0, 4)
            .mapToDouble(
                minute ->
                    draw(
                            BenchmarkScenario.HEALTHY,
                            10_000,
                            trace -> DoubleStream.of(p90(trace, minute)))
                        .average()
                        .orElseThrow())
            .toArray();
    double cold = DoubleStream.of(LatencyBins.shares(0, .3, 0)).skip(LatencyBins.ABOVE_P90).sum();
    assertThat(firstMinutes[0]).isCloseTo(cold, within(.05 * cold));
    assertThat(firstMinutes[1]).isBetween(.1, .15);
  }

  @Test
  void incidentAffectsBothVersions() {
    List<ReleaseTrace> traces =
        IntStream.range(0, TRACES)
            .mapToObj(i -> ReleaseTrace.generate(BenchmarkScenario.SHARED_INCIDENT, 10_000, 7, i))
            .toList();
    for (ReleaseTrace trace : traces) {
      int[] minutes =
          IntStream.range(0, ReleaseTrace.MINUTES)
              .filter(t -> trace.observed(t, 0).baseline().errorRate() > .15)
              .toArray();
      assertThat(minutes.length).isBetween(5, 10);
      assertThat(minutes[0]).isBetween(3, 20);
      assertThat(trace.observed(minutes[0], 100).canary().errorRate()).isBetween(.15, .45);
    }
  }

  @ParameterizedTest
  @EnumSource(BenchmarkScenario.class)
  void everyRequestIsServedByOneVersionWhateverTheWeight(BenchmarkScenario scenario) {
    ReleaseTrace trace = ReleaseTrace.generate(scenario, 50, 3, 0);
    for (int minute = 0; minute < ReleaseTrace.MINUTES; minute++) {
      int all = trace.observed(minute, 0).baseline().requests();
      int before = 0;
      for (int weight : new int[] {0, 1, 5, 50, 90, 100}) {
        ObservedMinute seen = trace.observed(minute, weight);
        assertThat(seen.canary().requests() + seen.baseline().requests()).isEqualTo(all);
        assertThat(seen.canary().requests()).isGreaterThanOrEqualTo(before);
        assertThat(seen.canary().countFrom(0)).isEqualTo(seen.canary().requests());
        before = seen.canary().requests();
      }
      assertThat(before).isEqualTo(all);
    }
  }

  @Test
  void canaryGetsItsWeight() {
    double share =
        draw(
                BenchmarkScenario.HEALTHY,
                10_000,
                trace ->
                    DoubleStream.of(
                        trace.observed(9, 15).canary().requests()
                            / (double) trace.observed(9, 0).baseline().requests()))
            .average()
            .orElseThrow();
    assertThat(share).isCloseTo(.15, within(.001));
  }

  @Test
  void sameSeedDrawsTheSame() {
    assertThat(requests(ReleaseTrace.generate(BenchmarkScenario.NOISE, 50, 1, 2)))
        .isEqualTo(requests(ReleaseTrace.generate(BenchmarkScenario.NOISE, 50, 1, 2)))
        .isNotEqualTo(requests(ReleaseTrace.generate(BenchmarkScenario.NOISE, 50, 1, 3)))
        .isNotEqualTo(requests(ReleaseTrace.generate(BenchmarkScenario.NOISE, 50, 2, 2)))
        .isNotEqualTo(requests(ReleaseTrace.generate(BenchmarkScenario.HEALTHY, 50, 1, 2)));
  }

  private static List<Integer> requests(ReleaseTrace trace) {
    return trace.history().stream().map(VersionMinute::requests).toList();
  }
}
