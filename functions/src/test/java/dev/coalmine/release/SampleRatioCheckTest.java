package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.Weight;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRatioCheckTest {

  @ParameterizedTest(name = "{0} of {1} at {2} %: mismatch {3}")
  @CsvSource({
    "0, 0, 10, false",
    "100, 1000, 10, false",
    "140, 1000, 10, false", // 4 standard deviations
    "160, 1000, 10, true",
    "40, 1000, 10, true",
    "1, 10, 50, false", // too few requests
    "110000, 1000000, 10, false", // significant, but too small
    "0, 200, 50, true",
  })
  void mismatchIsSignificantAndLarge(double canary, double all, int weight, boolean mismatch) {
    assertThat(SampleRatioCheck.NONE.plus(canary, all, new Weight(weight)).mismatch().isPresent())
        .isEqualTo(mismatch);
  }
}
