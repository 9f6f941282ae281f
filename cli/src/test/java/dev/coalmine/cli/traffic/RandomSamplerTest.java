package dev.coalmine.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeds are fixed, so that these tests either always pass or never. */
class RandomSamplerTest {
  private static final int DRAWS = 200_000;

  @ParameterizedTest
  @CsvSource({
    "1, 0.5",
    "10, 0.03",
    "600, 0.001",
    "99, 0.1",
    "100, 0.1",
    "101, 0.1",
    "1000, 0.05",
    "10000, 0.3",
    "40, 0.5",
    "1000, 0.97",
    "7, 0.9",
    "100000, 0.0001",
    "1000000, 0.01"
  })
  void binomialDrawsFollowTheDistribution(long n, double p) {
    RandomSampler draws = new RandomSampler(42);
    double ratio = p / (1 - p);
    assertFits(
        n * p,
        n * p * (1 - p),
        n,
        Math.exp(n * Math.log1p(-p)),
        k -> ratio * (n - k) / (k + 1),
        () -> draws.binomial(n, p));
  }

  @ParameterizedTest
  @CsvSource({"0.01", "0.5", "5", "9.99", "10", "10.5", "60", "600"})
  void poissonDrawsFollowTheDistribution(double mean) {
    RandomSampler draws = new RandomSampler(43);
    assertFits(
        mean,
        mean,
        Long.MAX_VALUE,
        Math.exp(-mean),
        k -> mean / (k + 1),
        () -> draws.poisson(mean));
  }

  /**
   * Mean and variance are within five standard errors. So is the share of each frequent value,
   * unless the first probability underflows.
   */
  private static void assertFits(
      double mean,
      double variance,
      long most,
      double first,
      DoubleUnaryOperator next,
      LongSupplier draw) {
    double sum = 0;
    double squares = 0;
    int[] seen = new int[2000];
    for (int i = 0; i < DRAWS; i++) {
      long k = draw.getAsLong();
      assertThat(k).isBetween(0L, most);
      sum += k;
      squares += (k - mean) * (k - mean);
      seen[(int) Math.min(k, seen.length - 1)]++;
    }
    double error = Math.sqrt(variance / DRAWS);
    assertThat(sum / DRAWS).isCloseTo(mean, within(5 * error));
    double kurtosis = 2 + 1 / variance;
    assertThat(squares / DRAWS)
        .isCloseTo(variance, within(5 * variance * Math.sqrt((kurtosis + 1) / DRAWS)));
    double probability = first;
    for (int k = 0; first > 1e-290 && k < seen.length - 1; k++) {
      double expected = DRAWS * probability;
      if (expected > 50) {
        assertThat((double) seen[k])
            .as("how often %d came", k)
            .isCloseTo(expected, within(5 * Math.sqrt(expected)));
      }
      probability *= next.applyAsDouble(k);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, .5", "5, .2", "100, .01"})
  void gammaDrawsHaveMeanOneAndTheInverseOfTheirShapeAsVariance(double shape, double variance) {
    RandomSampler draws = new RandomSampler(44);
    double[] values = DoubleStream.generate(() -> draws.gamma(shape)).limit(DRAWS).toArray();
    double kurtosis = 3 + 6 / shape;
    assertThat(Arrays.stream(values).min().orElseThrow()).isPositive();
    assertThat(mean(values)).isCloseTo(1, within(5 * Math.sqrt(variance / DRAWS)));
    assertThat(variance(values, 1))
        .isCloseTo(variance, within(5 * variance * Math.sqrt((kurtosis - 1) / DRAWS)));
  }

  @Test
  void normalDrawsHaveTheDeviationAskedFor() {
    RandomSampler draws = new RandomSampler(45);
    double[] values = DoubleStream.generate(() -> draws.normal(3)).limit(DRAWS).toArray();
    assertThat(mean(values)).isCloseTo(0, within(5 * 3 / Math.sqrt(DRAWS)));
    assertThat(variance(values, 0)).isCloseTo(9, within(5 * 9 * Math.sqrt(2.0 / DRAWS)));
  }

  @Test
  void multinomialDrawsFillTheirBins() {
    RandomSampler draws = new RandomSampler(46);
    double[] shares = {.5, 0, .3, .2};
    double[][] bins = new double[shares.length][DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      int[] counts = draws.multinomial(40, shares);
      assertThat(Arrays.stream(counts).sum()).isEqualTo(40);
      for (int bin = 0; bin < shares.length; bin++) {
        bins[bin][i] = counts[bin];
      }
    }
    for (int bin = 0; bin < shares.length; bin++) {
      double variance = 40 * shares[bin] * (1 - shares[bin]);
      assertThat(mean(bins[bin]))
          .isCloseTo(40 * shares[bin], within(5 * Math.sqrt(variance / DRAWS)));
      assertThat(variance(bins[bin], 40 * shares[bin])).isCloseTo(variance, within(.02 * variance));
    }
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values, double mean) {
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  @Test
  void certaintiesAreCertain() {
    RandomSampler draws = new RandomSampler(1);
    assertThat(draws.binomial(1000, 0)).isZero();
    assertThat(draws.binomial(1000, 1)).isEqualTo(1000);
    assertThat(draws.binomial(0, 0.5)).isZero();
    assertThat(draws.poisson(0)).isZero();
  }
}
