package dev.coalmine.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyBinsTest {
  @ParameterizedTest
  @CsvSource({
    "0, .5",
    "1, .841344746068543",
    "-1.959963984540054, .025",
    "2.3263478740408408, .99",
    "-6, 9.865876450376e-10",
    "9, 1",
    "-9, 0"
  })
  void normalIsTheDistributionFunction(double z, double share) {
    assertThat(LatencyBins.normal(z)).isCloseTo(share, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"1, .6915", "2, .5", "3, .25", "4, .1", "6, .01"})
  void binsOfAUsualMinuteEndAtTheBaselinesPercentiles(int bin, double above) {
    double[] shares = LatencyBins.shares(0, 0, 0);
    assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
    assertThat(Arrays.stream(shares).skip(bin).sum()).isCloseTo(above, within(1e-4));
  }

  @Test
  void coldStartsAndSlowRequestsAreMixedIn() {
    double[] cold = LatencyBins.shares(Math.log(3), 0, 0);
    double[] slow = LatencyBins.shares(Math.log(5), 0, 0);
    double[] usual = LatencyBins.shares(0, 0, 0);
    double[] mixed = LatencyBins.shares(0, .3, .1);
    for (int i = 0; i < LatencyBins.BINS; i++) {
      assertThat(mixed[i]).isCloseTo(.6 * usual[i] + .3 * cold[i] + .1 * slow[i], within(1e-12));
    }
  }

  @Test
  void percentileIsBetweenTheEdgesOfItsBin() {
    // All in the bin from the median (120 ms) to 0.6745 deviations above it (168.1 ms).
    int[] counts = {0, 0, 100, 0, 0, 0, 0, 0};
    assertThat(LatencyBins.percentile(.5, counts))
        .isCloseTo(120 * Math.exp(.5 * .6745 / 2), within(1e-9));
    assertThat(LatencyBins.percentile(1, counts))
        .isCloseTo(120 * Math.exp(.5 * .6745), within(1e-9));
    assertThat(LatencyBins.mean(counts)).isCloseTo(120 * Math.exp(.5 * .33), within(1e-9));
  }

  @Test
  void nothingHasNeitherMeanNorPercentile() {
    assertThat(VersionMinute.NOTHING.mean()).isNaN();
    assertThat(VersionMinute.NOTHING.percentile(.9)).isNaN();
    assertThat(VersionMinute.NOTHING.errorRate()).isNaN();
  }
}
