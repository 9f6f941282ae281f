package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last minutes of a version, and the weight that they allow. */
class DecayingCountsTest {
  private static final DecayingCounts EARLIER = new DecayingCounts(1000, 10, 1000, 100);
  private static final RequestCounts MINUTE =
      new RequestCounts(100, 3, 90, ThresholdCounts.ofP90(8));

  @Test
  void aMinuteCountsFullyAndEarlierOnesLess() {
    assertThat(EARLIER.plus(MINUTE)).isEqualTo(new DecayingCounts(1000, 12, 790, 78));
    assertThat(EARLIER.plusLate(MINUTE)).isEqualTo(new DecayingCounts(1100, 13, 1090, 108));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, .01", "80, 8, .082", "980, 9.8, .01"})
  void fewRequestsSayLittleAgainstTheUsualRates(double requests, double bad, double rate) {
    HistoricalRates usual = new HistoricalRates(.01, .01, 1, 600, 1);

    assertThat(new DecayingCounts(requests, bad, 0, 0).errorRate(usual))
        .isCloseTo(rate, within(1e-12));
    assertThat(new DecayingCounts(0, 0, requests, bad).slowRate(usual))
        .isCloseTo(rate, within(1e-12));
  }

  /** Ten failed requests, half a percent of a minute's, or half of what the baseline fails. */
  @ParameterizedTest
  @CsvSource({"100, .001, .1, 33.3333", "100000, .001, .01, 16.6667", "1000, .1, .1, 50"})
  void theWeightUsesTheBudgetOfFailedRequestsWithinThreeMinutes(
      double rate, double baselineRate, double excess, double weight) {
    assertThat(new RiskBudget(rate).affordable(excess, baselineRate))
        .isCloseTo(weight, within(1e-3));
  }
}
