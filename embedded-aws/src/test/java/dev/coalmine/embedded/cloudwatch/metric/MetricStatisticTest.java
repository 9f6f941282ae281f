package dev.coalmine.embedded.cloudwatch.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricStatisticTest {
  /** 1 to 100, once each. */
  private static final MetricSamples HUNDRED =
      MetricSamples.merged(
          IntStream.rangeClosed(1, 100).mapToObj(i -> MetricSamples.of(i, 1)).toList());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SampleCount  | 100",
        "Sum          | 5050",
        "Average      | 50.5",
        "Minimum      | 1",
        "Maximum      | 100",
        "p0           | 1",
        "p50          | 50",
        "p99          | 99",
        "p99.9        | 100",
        "p100         | 100",
        "TC(20:40)    | 20",
        "TC(:40)      | 40",
        "TC(40:)      | 60",
        "TC(10%:90%)  | 80",
        "tc90         | 90",
        "PR(:25)      | 25",
        "PR(25:75)    | 50",
        "PR(90:)      | 10",
        "TM(10%:90%)  | 50.5",
        "tm50         | 25.5",
        "TM(20:40)    | 30.5",
        "TS(98:)      | 199",
        "ts10         | 55",
        "IQM          | 50.5",
        "WM(10%:90%)  | 50.4",
        "WM(:50)      | 37.75",
      })
  void statisticsComeFromTheValues(String name, double expected) {
    assertThat(MetricStatistic.named(name).compute(HUNDRED).orElseThrow())
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void aValueIsWeightedByItsCount() {
    MetricSamples samples = MetricSamples.of(new double[] {500, 10}, new double[] {1, 99});
    assertThat(MetricStatistic.named("p99").compute(samples)).hasValue(10);
    assertThat(MetricStatistic.named("p99.5").compute(samples)).hasValue(500);
    assertThat(MetricStatistic.named("Average").compute(samples)).hasValue(14.9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "median",
        "p101",
        "P99",
        "p",
        "PR(10%:90%)",
        "TM(:)",
        "TM(10%:90)",
        "TC(5)",
        "sum"
      })
  void otherStatisticsAreRefusedByName(String name) {
    assertThatThrownBy(() -> MetricStatistic.named(name)).hasMessageContaining(name);
  }

  @Test
  void statisticSetsHaveNoPercentiles() {
    MetricSamples set = MetricSamples.ofStatisticSet(10, 100, 1, 50);
    assertThat(MetricStatistic.named("p90").compute(set)).isEmpty();
    assertThat(MetricStatistic.named("TC(:10)").compute(set)).isEmpty();
    assertThat(MetricStatistic.named("Average").compute(set)).hasValue(10);
    MetricSamples mixed = MetricSamples.merged(List.of(set, HUNDRED));
    assertThat(MetricStatistic.named("p90").compute(mixed)).isEmpty();
    assertThat(MetricStatistic.named("Sum").compute(mixed)).hasValue(5150);
  }

  @Test
  void aStatisticSetOfEqualValuesHasPercentiles() {
    MetricSamples set = MetricSamples.ofStatisticSet(10, 30, 3, 3);
    assertThat(MetricStatistic.named("p90").compute(set)).hasValue(3);
  }

  @Test
  void noSamplesHaveNoStatistic() {
    assertThat(MetricStatistic.named("Sum").compute(MetricSamples.NONE)).isEmpty();
    assertThat(MetricStatistic.named("SampleCount").compute(MetricSamples.of(1, 0))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "p99, 999.9, true",
    "p99, 1001, false",
    "p50, 19, true",
    "p10, 101, false",
    "Sum, 1, false"
  })
  void fewSamplesAreFewForThePercentile(String name, double samples, boolean few) {
    assertThat(MetricStatistic.named(name).isTooFew(samples)).isEqualTo(few);
  }
}
